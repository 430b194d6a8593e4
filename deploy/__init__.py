"""How Motcua runs: the embedded stack, images, compose files, dashboards and alerts.

Promises to start the services as processes with settings in their environment. Must not import a
service.
"""
