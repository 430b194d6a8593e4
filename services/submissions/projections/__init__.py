"""This service's own log → its tables: one module for each projection.

Each writes a batch in the transaction that moves its checkpoint. Must not decide anything.
"""
