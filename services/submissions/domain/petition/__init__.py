"""Petitions and reflections: their facts, their terms, and the commands on them.

Nothing here knows dossiers: the one that a petition names is a name.
"""
