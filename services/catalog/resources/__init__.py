"""Aggregates → resources, as the API shows them from each instant of their time on.

What a write answers and what a read finds are made by the same function.
"""
