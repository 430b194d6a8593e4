"""Definitions as the second reading understands them: a parser and an interpreter of its own.

Written from decision 0024 and the contract alone. Must share no code with the metrics service.
"""
