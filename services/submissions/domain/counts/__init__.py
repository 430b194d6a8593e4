"""Counted facts: numbers of a published table, where the single dossiers are not known.

One stream for each source and all dimensions of a count, so that no two periods in it overlap.
"""
