"""Which published figures the public may read: small counts are hidden, and what would give them.

Rules over regions and counts. Must not read a table.
"""
