"""The three services, the chassis that carries them, and the console that calls them.

Each folder is one process and one database; none imports another service. See docs/architecture.md.
"""
