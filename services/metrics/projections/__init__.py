"""The submissions' stream folded into tables: versions of items, the months that they move, and who
had which dossier when.

Promises that all of them move in the transaction that moves the checkpoint. Must not classify.
"""
