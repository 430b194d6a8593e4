"""What a service writes when somebody speaks no TLS at its port: nothing, however often he does.

Otherwise whoever reaches the port fills the disk.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.certified import Certified

ROOT = Path(__file__).resolve().parents[2]
# As a service's process, in which nothing was loaded before `services`.
SERVED = """
import socket, sys
from concurrent import futures

import services
import grpc

certificate, key = (open(each, "rb").read() for each in sys.argv[1:])
server = grpc.server(futures.ThreadPoolExecutor(1))
port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
server.start()
for sent in (b"GET / HTTP/1.1\\r\\n\\r\\n", b"\\x16\\x03\\x01\\xff\\xff" + bytes(70_000), b"\\0"):
    with socket.create_connection(("127.0.0.1", port)) as knocking:
        knocking.sendall(sent)
        knocking.shutdown(socket.SHUT_WR)
        try:
            while knocking.recv(1000):
                pass
        except OSError:
            pass
server.stop(None).wait()
print("served")
"""


def test_a_handshake_that_fails_is_no_line_in_the_log(tmp_path: Path) -> None:
    words = [sys.executable, "-c", SERVED, *Certified(tmp_path).issue("server")]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    ended = subprocess.run(
        words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == ("served\n", "")
