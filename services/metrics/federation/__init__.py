"""Federation: the stream `published` of this service, and those of a nation's members.

A release is a published figure as the public may read it.
"""
