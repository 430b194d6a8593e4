"""The second reading: all figures again from the event streams alone, and where the two differ.

A room of its own. Must not import anything by which the services compute, take in or show.
"""
