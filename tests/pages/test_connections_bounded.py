"""Connections on which nothing is asked, many of them: they end, and keep nobody out.

Given a server of the tests' own behind the pages' connections, when somebody connects and says
nothing, or says it byte by byte, then others are answered.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest
import uvloop

from services.chassis.gauges import REGISTRY
from services.chassis.visitors import networks
from services.pages import connections
from services.pages.server import serve
from tests.certified import Certified
from tests.waiting import until

WITHIN = 2.0  # seconds in which all that a test sends at once has come
LARGE = b"x" * (64 << 20)  # more than the system keeps for a reader
WHOLE = b"GET / HTTP/1.1\r\nhost: pages\r\n\r\n"


class Talk(NamedTuple):
    """A connection, as whoever opened it has it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, *, said: bytes = WHOLE) -> bytes:
        """The first line of what is answered; b"": it is closed."""
        with suppress(ConnectionError, EOFError):
            self.writer.write(said)
            await self.writer.drain()
            found = await self.reader.readuntil(b"ok")
            return found.partition(b"\r\n")[0]
        return b""

    async def ended(self) -> bool:
        """Whether it is closed in time."""
        try:
            async with asyncio.timeout(60):
                return await self.reader.read() == b""
        except ConnectionError:
            return True
        except TimeoutError:
            return False


class Slow:
    """Answers what is asked for, once all of it is there; `/slow` when it may go on."""

    def __init__(self) -> None:
        self.begun, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        if scope["path"] == "/slow":
            self.begun.set()
            await self.may_go_on.wait()
        await say(send, LARGE if scope["path"] == "/large" else b"ok")


async def say(send: Any, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Served:
    """The server, and what was opened to it."""

    def __init__(self, address: str, slow: Slow) -> None:
        self.host, _, self.port = address.rpartition(":")
        self.slow = slow
        self.talks: list[Talk] = []

    async def talk(self, under: ssl.SSLContext | None = None) -> Talk:
        opened = await asyncio.open_connection(self.host, int(self.port), ssl=under)
        self.talks.append(Talk(*opened))
        return self.talks[-1]


@asynccontextmanager
async def served(
    tmp_path: Path, proxies: str = "", shown: tuple[str, str] = ("", "")
) -> AsyncIterator[Served]:
    """As the pages are served; `shown`: certificate and key."""
    ready = tmp_path / "ready"
    settings = SimpleNamespace(
        listen="127.0.0.1:0",
        ready_file=str(ready),
        tls_certificate=shown[0],
        tls_key=shown[1],
        tls_client_ca="",
        trusted_proxies=networks(proxies) if proxies else (),
    )
    slow = Slow()
    running = asyncio.create_task(
        serve(slow, cast("Any", settings), "", ending=lambda: asyncio.sleep(0))
    )
    await until(ready.exists)
    found = Served(json.loads(ready.read_text())["http"], slow)
    try:
        yield found
    finally:
        for each in found.talks:
            each.writer.close()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def closed(why: str) -> float:
    name = "motcua_pages_connections_closed_total"
    return REGISTRY.get_sample_value(name, {"why": why}) or 0.0


async def test_who_says_nothing_or_says_it_slowly_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path) as pages:
        used = await pages.talk()
        assert await used.ask() == b"HTTP/1.1 200 OK"
        monkeypatch.setattr(connections, "ASKED_WITHIN", WITHIN)
        begun = closed("silent")
        silent, slow, body = [await pages.talk() for _ in range(3)]
        slow.writer.write(WHOLE[:20])
        body.writer.write(b"POST / HTTP/1.1\r\nhost: pages\r\ncontent-length: 9\r\n\r\nabc")
        used.writer.write(WHOLE[:20])
        assert all([await each.ended() for each in (silent, slow, body, used)])
        assert closed("silent") == begun + 4


async def test_what_is_wrong_with_a_request_is_no_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody can send as many as he likes."""
    wrong = (b"\0\r\n\r\n", WHOLE.replace(b"\r\n\r\n", b"\r\nhost: two\r\n\r\n"))
    upgrade = b"\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"
    async with served(tmp_path) as pages:
        caplog.clear()
        for each in wrong:
            talk = await pages.talk()
            talk.writer.write(each)
            assert (await talk.reader.read()).startswith(b"HTTP/1.1 400 ")
        asked = WHOLE.replace(b"\r\n\r\n", upgrade)
        assert await (await pages.talk()).ask(said=asked) == b"HTTP/1.1 200 OK"
        assert caplog.messages == []


async def test_what_is_answered_for_long_is_not_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "ASKED_WITHIN", WITHIN)
    async with served(tmp_path) as pages:
        talk = await pages.talk()
        answer = asyncio.create_task(talk.ask(said=WHOLE.replace(b"/ ", b"/slow ")))
        await pages.slow.begun.wait()
        await asyncio.sleep(1.1 * WITHIN)
        pages.slow.may_go_on.set()
        assert await answer == b"HTTP/1.1 200 OK"
        assert await talk.ask() == b"HTTP/1.1 200 OK"  # the connection goes on


async def test_one_address_has_its_places_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ONE", 3)
    async with served(tmp_path) as pages:
        mine = [await pages.talk() for _ in range(3)]
        assert await (await pages.talk()).ended()
        mine[0].writer.close()
        await until(lambda: REGISTRY.get_sample_value("motcua_pages_connections") == 2)
        assert await (await pages.talk()).ask() == b"HTTP/1.1 200 OK"


async def test_a_proxys_connections_are_many_visitors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ONE", 1)
    async with served(tmp_path, "127.0.0.1") as pages:
        for talk in [await pages.talk() for _ in range(5)]:
            assert await talk.ask() == b"HTTP/1.1 200 OK"


async def test_where_all_places_are_taken_who_waited_longest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    async with served(tmp_path) as pages:
        busy = await pages.talk()
        answer = asyncio.create_task(busy.ask(said=WHOLE.replace(b"/ ", b"/slow ")))
        await pages.slow.begun.wait()
        silent = [await pages.talk() for _ in range(2)]
        assert await (await pages.talk()).ask() == b"HTTP/1.1 200 OK"
        assert await silent[0].ended()
        assert await silent[1].ask() == b"HTTP/1.1 200 OK"
        pages.slow.may_go_on.set()
        assert await answer == b"HTTP/1.1 200 OK"


async def test_an_answer_that_is_not_read_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = WITHIN
    monkeypatch.setattr(connections, "READ_WITHIN", within)
    async with served(tmp_path) as pages:
        while not await reads_all(reading := await pages.talk()):  # in that time, a busy machine
            within *= 4
            assert within < 600
            monkeypatch.setattr(connections, "READ_WITHIN", within)
        assert await reading.ask() == b"HTTP/1.1 200 OK"
        begun = closed("unread")
        (await pages.talk()).writer.write(WHOLE.replace(b"/ ", b"/large "))
        await until(lambda: closed("unread") == begun + 1, within=600)


async def reads_all(talk: Talk) -> bool:
    """Whether all of an answer comes before its reader is let go."""
    talk.writer.write(WHOLE.replace(b"/ ", b"/large "))
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        head = await talk.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        return await talk.reader.readexactly(len(LARGE)) == LARGE
    return False


async def test_where_all_places_are_taken_who_reads_no_answer_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST", 2)
    async with served(tmp_path) as pages:
        begun = closed("full")
        for each in [await pages.talk() for _ in range(2)]:
            each.writer.write(WHOLE.replace(b"/ ", b"/large "))
            await each.reader.readuntil(b"\r\n\r\nx")  # all of it is kept for him by now
        assert await (await pages.talk()).ask() == b"HTTP/1.1 200 OK"
        assert closed("full") == begun + 1


async def test_a_handshake_that_is_not_made_is_a_connection_on_which_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "ASKED_WITHIN", WITHIN)
    monkeypatch.setattr(connections, "MOST_OF_ONE", 3)
    await asyncio.to_thread(uvloop.run, handshakes(tmp_path))  # on the loop that processes have


async def handshakes(tmp_path: Path) -> None:
    certified = Certified(tmp_path)
    under = certified.client().context()
    async with served(tmp_path, shown=certified.issue("pages")) as pages:
        begun = closed("silent")
        silent = [await pages.talk() for _ in range(3)]
        silent[1].writer.write(b"\x16\x03\x01")  # the beginning of one
        assert await (await pages.talk()).ended()  # of this address there are three
        assert all([await each.ended() for each in silent])
        assert closed("silent") == begun + 3  # and not that one
        assert await (await pages.talk(under)).ask() == b"HTTP/1.1 200 OK"
        assert await (await pages.talk()).ask() == b""  # in plain text
        await until(lambda: REGISTRY.get_sample_value("motcua_pages_connections") == 1)
        await pages.talk()  # and the server does not wait for it when it ends
    await until(lambda: REGISTRY.get_sample_value("motcua_pages_connections") == 0)
