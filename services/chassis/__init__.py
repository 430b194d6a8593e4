"""What carries a service and knows none of them: log, relay, projector, server.

Promises the same manners to every service: each command once, each event in order, each refusal
with a reason. Must not import a service or its contract, nor branch on a service's name.
"""
