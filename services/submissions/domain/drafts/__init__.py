"""Drafts of dossiers: whose they are, how they are saved, and what changed under them.

A draft is a row, no fact. Nothing here sees a key.
"""
