"""The three services, the chassis that carries them, and two clients: the console and the pages.

Each service's folder is one process and one database; none imports another. See
docs/architecture.md.
"""

import os

# Before gRPC is loaded: it would write a line for each handshake that fails, and whoever reaches a
# port makes as many as he likes.
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
