"""The catalogue: units in a tree, public services, offerings, and the levels that they earn.

Every fact is dated, every level follows from a rule with a version, and nothing is rewritten.
"""
