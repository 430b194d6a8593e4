"""Pages for people: figures whose receipts open down to the dossier.

A client of the services' public gRPC contracts like any portal, with the visitor's own token. Must
not import a service, nor reach a database or a stream.
"""
