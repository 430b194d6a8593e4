"""On whose word a figure rests: the questions that the command line and the pages ask of one.

Promises the same lines to both. Must not ask a service.
"""

# Of each dimension the value that is asked; what is known of none of them stands in one line.
LINES = (("corrected", "yes"), ("due", "stated"), ("withdrawn", "stated"), ("corrected", "unknown"))
