"""The catalogue: units in a tree, public services, offerings, and the levels that they earn.

Promises that every fact is dated, every level follows from a rule with a version, and nothing is
rewritten. Must not know another service.
"""
