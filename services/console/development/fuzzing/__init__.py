"""`./motcua fuzz`: every method of every service called with whatever can be sent, and what holds
however it answers.
"""
