"""Attachments: files of dossiers. What may be one, who may attach and read it, and its facts.

The bytes are nowhere here, but for the few by which their type is told.
"""
