"""The rules of figures, pure: facts in, classes and numbers out.

Promises the same answer for the same facts, whenever and in whichever batches they arrive. Must not
read a clock, a database or a stream.
"""
