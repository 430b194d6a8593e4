"""What carries a service and knows none of them: log, relay, projector, server.

No module here imports a service or its contract, nor branches on a service's name.
"""
