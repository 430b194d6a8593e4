"""Indicators as data: the facts of each kind of item, the reasons for which an item does not count,
and definitions, each a text of its own that a person can read.
"""
