"""Named reads of this service's own tables.

Promises that what is answered names the position it was read at. Must not write.
"""
