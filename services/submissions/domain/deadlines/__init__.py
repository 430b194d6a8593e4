"""Deadlines: when a dossier is due, what its pauses do to that, and why.

Pure functions of instants, a duration, a working calendar and a pause policy. Inside, local time is
a whole number (`local.py`); outside, instants are datetimes and dues are `events.Due`.
"""
