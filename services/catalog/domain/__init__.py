"""The rules of the catalogue, pure: states, how facts change them, and one function per command.

Whatever a decision needs comes in as an argument, the time and the units around it included.
"""
