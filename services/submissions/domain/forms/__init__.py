"""Filled-in electronic forms: read within bounds, held against the schema of their service version.

No refusal repeats a value of a form, nor a name that its schema does not have.
"""
