"""Figures from folded streams: items, classes, sums, digests. Must not ask for a number."""
