"""Backups of an embedded stack: base backups, archived log, objects, and keys apart from them.

`taking` makes one, `restoring` brings a stack back from one, `repository` says what lies where.
"""

MARK = "backup.mark"  # in the data directory, written whenever a backup is whole
