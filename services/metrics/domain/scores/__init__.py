"""Indices and scores: points for several rates together.

An index is a text, as a definition is; a score follows from it and from the receipts of its parts.
"""
