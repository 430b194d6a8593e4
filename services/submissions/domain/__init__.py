"""What is true of dossiers: pure decisions over their own facts and known catalogue history.

Promises no clock, no id and no input or output of its own. Must not know how facts are stored.
"""
