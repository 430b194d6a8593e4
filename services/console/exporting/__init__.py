"""Handing the catalogue on: as CSV, and as linked data by CPSV-AP 3.2.

Promises what the catalogue answers, and nothing else. Must not ask for anything: commands do.
"""
