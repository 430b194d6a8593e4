"""The audit: who was refused, who guessed and who read what is sealed, for inspectors.

Counted beside the calls, kept for as long as a rule says, listed by a service of its own.
"""
