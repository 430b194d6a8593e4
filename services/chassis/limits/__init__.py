"""What one caller may take from the others: places, calls in a time, parts of a message, guesses.

Each bound is a module of its own; none knows what a method does.
"""
