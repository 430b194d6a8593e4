"""Doors of the metrics service: requests become questions, figures become messages.

Promises to refuse before reading. Must not count.
"""
