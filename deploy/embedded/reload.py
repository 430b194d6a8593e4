"""Have NATS read its accounts again, while connections and streams go on.

Promises to return once the server did, and new readers are answered. Must not restart it.
"""

import asyncio
import itertools
import json
import os
import signal
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import nats
from nats.aio.client import Client
from nats.errors import Error, NoRespondersError, NoServersError

from deploy.embedded.description import Description, ServerAddress
from deploy.embedded.errors import StackError
from deploy.embedded.processes import exists, working_directory
from deploy.embedded.trust import Trust

WITHIN = 30.0
POLL = 0.02
ATTEMPTS = 5  # at least; where services run, as long as `WITHIN`
SELDOM = 0.5  # seconds between two attempts
REFUSED = "Failed to reload server configuration"


async def reload(described: Description) -> None:
    """Every server of NATS that runs. StackError, with what it logged, where one does not take the
    configuration.
    """
    nodes = [
        each
        for each in described.servers.values()
        if each.monitor and each.pid and working_directory(each.pid) == described.data_dir
    ]
    if not nodes:
        raise StackError("NATS is not running; what was changed counts when it starts again")
    await asyncio.gather(*(reload_one(Path(described.data_dir), each) for each in nodes))


async def reload_one(data_dir: Path, node: ServerAddress) -> None:
    """The same of one server."""
    log = data_dir / "logs" / f"{node.log}.log"
    deadline = time.monotonic() + WITHIN
    while not (before := await loaded(node)) and time.monotonic() < deadline:  # noqa: ASYNC110 — a server's
        await asyncio.sleep(POLL)
    end = log.stat().st_size
    os.kill(node.pid or 0, signal.SIGHUP)
    while await loaded(node) in {before, ""}:
        logged = log.read_bytes()[end:].decode(errors="replace")
        if REFUSED in logged or time.monotonic() > deadline:
            raise StackError(f"NATS did not take the new accounts:\n{logged or f'see {log}'}")
        await asyncio.sleep(POLL)


async def reload_until_answered(described: Description, url: str, reads: Sequence[str]) -> None:
    """Reload until a new reader's requests are answered, by the services of its streams: NATS 2.15
    connects a new account to those who answer it at the second reload, not at the first. Services
    that have just been started answer a moment later, and so do those at another node of a cluster.
    Where no service runs, nobody can tell.
    """
    deadline = time.monotonic() + WITHIN
    runs = any(exists(each.pid) for each in described.replicas.values() if each.pid)
    for attempt in itertools.count(1):
        await reload(described)
        answers = await asyncio.gather(
            *(is_answered(each, reads, described.trust) for each in url.split(","))
        )
        if True in answers and False not in answers:
            return
        if attempt >= ATTEMPTS and not (runs and time.monotonic() < deadline):
            break
        await asyncio.sleep(min(POLL * attempt, SELDOM))
    if runs:
        raise StackError(
            "NATS took the new account, and nobody answers its requests: do the services of its "
            "streams run? See NATS's log"
        )


async def is_answered(url: str, reads: Sequence[str], trust: Trust) -> bool | None:
    """Whether the user of that address can ask about each stream, in time; None where nobody
    listens, as at a node of a cluster that is down: it reads its configuration when it starts.
    """
    try:
        client = await connect([url], trust)
    except NoServersError:
        return None
    except TimeoutError:  # on a busy machine; who waits asks again
        return False
    except (OSError, Error) as failed:
        raise refused(failed) from None
    try:
        for stream in reads:
            await client.request(f"JS.{stream}.API.STREAM.INFO.{stream}", timeout=5)
    except (TimeoutError, NoRespondersError):
        return False
    finally:
        await client.close()
    return True


async def must_connect(url: str, trust: Trust) -> None:
    """StackError where the user of that address cannot, at any server."""
    try:
        client = await connect(url.split(","), trust)
    except (OSError, TimeoutError, Error) as failed:
        raise refused(failed) from None
    await client.close()


async def connect(urls: list[str], trust: Trust) -> Client:
    """To one of these addresses, once: whoever waits tries again."""
    return await nats.connect(
        urls, allow_reconnect=False, connect_timeout=5, error_cb=ignore, tls=trust.context()
    )


def refused(failed: Exception) -> StackError:
    """Of a new user, who cannot connect."""
    return StackError(f"NATS does not take the new password: {failed!r}")


async def ignore(_: Exception) -> None:
    """What fails is raised, too."""


async def loaded(node: ServerAddress) -> str:
    """When the server read its configuration last, by its own clock; "" while it does not say."""
    answer = await asyncio.to_thread(monitored, f"{node.monitor}/varz")
    return str(json.loads(answer)["config_load_time"]) if answer else ""


def monitored(url: str) -> str:
    """The JSON at an address of a server's monitor; "" where it does not answer."""
    with suppress(OSError, ValueError), urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 — loopback
        content: bytes = answer.read()
        json.loads(content)
        return content.decode()
    return ""
