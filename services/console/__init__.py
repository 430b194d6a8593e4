"""The command line `motcua`: a client of the services like any portal.

Promises to reach them only through their public gRPC contracts and the event streams. Must not
import a service.
"""
