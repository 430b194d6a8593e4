"""Figures: what happened to dossiers and services, folded into rates that anybody can recompute.

Promises that no rate leaves without its receipt, and that a figure is exact at every position of
both streams. Must not ask another service anything: it knows only what the streams told it.
"""
