"""Every ground on which the catalogue refuses, in Vietnamese and English, by what it concerns.

Promises codes that never change their meaning. Must not decide anything.
"""
