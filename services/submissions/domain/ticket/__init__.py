"""A ticket at the counters of an office, and the order in which tickets are called.

A stream of its own; it knows of a dossier only the name.
"""
