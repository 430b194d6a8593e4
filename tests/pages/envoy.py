"""Envoy in front of real services, and pages of several origins that call through it.

Promises a process that ends with its context, and that a call is answered before it is used. Not a
test itself.
"""

from __future__ import annotations

import asyncio
import importlib.util
import re
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from deploy.envoy import configuration
from tests.ports import kept_address
from tests.waiting import until

BINARY = Path(sys.executable).parent / "envoy"
MISSING = importlib.util.find_spec("envoy") is None or not BINARY.exists()
PAGE = Path(__file__).resolve().parents[2] / "docs" / "grpc-web.md"
[CLIENT] = re.findall(r"```js\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


async def validated(text: str, folder: Path) -> tuple[int, str]:
    """What Envoy itself says of a configuration: its exit code, and words."""
    path = folder / "envoy.yaml"
    path.write_text(text, encoding="utf-8")
    words = (str(BINARY), "--mode", "validate", "-c", str(path))
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


@asynccontextmanager
async def proxy(
    services: Mapping[str, str], origins: Iterable[str], folder: Path
) -> AsyncIterator[tuple[str, Path]]:
    """Its address, and the file of its access log."""
    with kept_address() as listen:
        text = configuration(listen=listen, services=services, origins=origins)
        async with running(text, listen, folder) as log:
            yield f"http://{listen}", log


@asynccontextmanager
async def running(text: str, listen: str, folder: Path) -> AsyncIterator[Path]:
    """Envoy with that configuration; the file of its access log."""
    path, log = folder / "envoy.yaml", folder / "access.log"
    path.write_text(text, encoding="utf-8")
    words = (str(BINARY), "-c", str(path), "--concurrency", "1", "--disable-hot-restart")
    soon = ("--file-flush-interval-msec", "50")  # ten seconds otherwise
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(*words, *soon, "-l", "warning", stdout=out)
    try:
        await until(lambda: answers(listen))
        yield log
    finally:
        process.terminate()
        await process.wait()


async def answers(address: str) -> bool:
    """Whether it listens; a service that it has not asked yet is taken for ready."""
    host, _, port = address.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    return True


class Page(BaseHTTPRequestHandler):
    """A page with the client of docs/grpc-web.md, as a portal's server would give it."""

    def do_GET(self) -> None:
        """The page, or the client."""
        script = self.path == "/grpc_web.js"
        text = CLIENT if script else "<!doctype html><title>page</title>"
        self.send_response(200)
        self.send_header("content-type", "text/javascript" if script else "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — likewise
        """Nothing."""


@asynccontextmanager
async def origins(count: int) -> AsyncIterator[list[str]]:
    """Origins that serve the page."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Page) for _ in range(count)]
    for each in servers:
        Thread(target=each.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{each.server_port}" for each in servers]
    for each in servers:
        await asyncio.to_thread(each.shutdown)
        each.server_close()
