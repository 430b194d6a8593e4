"""The three services, the chassis that carries them, and two clients: the console and the pages.

Each service's folder is one process and one database; none imports another. See
docs/architecture.md.
"""
