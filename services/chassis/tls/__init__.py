"""TLS: certificates in files, what servers and clients show and believe, and where plain text goes.

Nothing else in the chassis reads a certificate.
"""
