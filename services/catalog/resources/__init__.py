"""Aggregates → resources, as the API shows them from each instant of their time on.

Promises that what a write answers and what a read finds are made by the same function. Must not
read the clock or a database.
"""
