"""Taking another system's catalogue in: tables and their mapping become rows, rows become chunks.

Promises that one bad row is reported with its line and stops no other, and memory that does not
grow with the file. Must not import a service.
"""
