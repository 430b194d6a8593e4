"""What only developers of Motcua use: checks, contracts, the lock, reference pages, fuzz, tests.

Must not be imported by anything that an office runs.
"""
