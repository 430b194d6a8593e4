"""Named reads over the tables of figures, each one statement at named positions of both streams.

Promises that an answer belongs to exactly the positions in its receipt. Must not write, nor know
who asks.
"""
