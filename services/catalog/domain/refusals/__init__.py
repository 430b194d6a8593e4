"""Every ground on which the catalogue refuses, in Vietnamese and English, by what it concerns.

A code never changes its meaning: portals decide by it.
"""
