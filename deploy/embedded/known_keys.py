"""Whether every process of a stack knows a key, as their metrics say: before that it is not used.

Promises to name the process that does not. To be asked makes a process look at its files.
"""

import asyncio
import json
import re
import ssl
import time
import urllib.request
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from deploy.embedded.description import Description
from deploy.embedded.errors import StackError

WITHIN = 30.0
POLL = 0.2
LINE = re.compile(r'^motcua_key_used\{key="([^"]*)",setting="([^"]*)"\} ([0-9.]+)$', re.MULTILINE)
PAGES = "pages"


async def wait_until_known(
    described: Description, of: str, *, setting: str, key: str, used: bool
) -> None:
    """Until each process of a service (or the pages) knows a key, or uses it."""
    deadline, tls = time.monotonic() + WITHIN, described.trust.context()
    for name, address in addresses(described, of):
        while not await knows(address, setting, key, used=used, tls=tls):
            if time.monotonic() > deadline:
                wanted = "use" if used else "know"
                raise StackError(
                    f"{name} does not {wanted} the key {key} of {setting}: see its log. What was "
                    "begun goes on when the command is repeated."
                )
            await asyncio.sleep(POLL)


def addresses(described: Description, of: str) -> Iterable[tuple[str, str]]:
    """Where the metrics of each process are, by its name; of pages that do not run, nothing."""
    if of == PAGES:
        ready = Path(described.data_dir) / f"{PAGES}.ready.json"
        return [(PAGES, json.loads(ready.read_text())["prometheus"])] if described.pages else []
    every = described.replicas.items()
    return [(name, each.prometheus) for name, each in every if re.fullmatch(rf"{of}(-\d+)?", name)]


async def knows(
    address: str, setting: str, key: str, *, used: bool, tls: ssl.SSLContext | None
) -> bool:
    """Whether one process does; also False where it does not answer."""
    url = f"{'https' if tls else 'http'}://{address}/metrics"
    text = await asyncio.to_thread(metrics, url, tls)
    found = {id_: float(value) for id_, of, value in LINE.findall(text) if of == setting}
    return key in found and (not used or found[key] == 1.0)


def metrics(url: str, tls: ssl.SSLContext | None) -> str:
    """What it says; "" where nobody answers."""
    with (
        suppress(OSError),
        urllib.request.urlopen(url, timeout=5, context=tls) as answer,  # noqa: S310 — loopback
    ):
        body: bytes = answer.read()
        return body.decode()
    return ""
