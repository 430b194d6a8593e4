"""The doors of the service: live commands, tracking, and another system's records.

Promises one answer per message. Must not hold a rule: those are the domain's.
"""
