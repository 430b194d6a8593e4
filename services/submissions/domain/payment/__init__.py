"""Payments through a provider: what is owed, what a callback says, what a statement differs in.

A dossier's payments are its own facts; here is only how they come about.
"""
