"""The rules of the catalogue, pure: states, how facts change them, and one function per command.

Must not read a clock, a database or a setting; whatever a decision needs comes in as an argument.
"""
