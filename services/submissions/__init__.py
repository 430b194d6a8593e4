"""Dossiers from submission to result, live or taken over from another system.

Promises facts that carry everything an indicator reads. Must not call the catalogue.
"""
