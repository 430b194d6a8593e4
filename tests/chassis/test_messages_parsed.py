"""Messages cut out of what was read in one go are those that NATS's own parser finds.

Promises any order of messages and of the server's words, cut anywhere, and that nothing that NATS
lets through ends the reading. Must not ask a server.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.protocol.parser import Parser

from services.chassis.client import FastClient
from services.chassis.parsing import PLAIN

TAKEN, OTHER = 7, 8  # subscriptions
BODY = st.sampled_from([b"", b"x", b"a\r\nHMSG b 7 12 12\r\n", b"\0" * 300])
HEADERS = st.sampled_from(
    [b"NATS/1.0\r\n\r\n", b"NATS/1.0\r\na: b\r\n\r\n", b"NATS/1.0 100 Idle Heartbeat\r\n\r\n"]
)


@st.composite
def wires(draw: st.DrawFn) -> bytes:
    """What a server sends at once."""
    number = draw(st.sampled_from([TAKEN, TAKEN, TAKEN, OTHER, 9]))
    reply = draw(st.sampled_from([b"", b"$JS.ACK.s.c.1.5.5.17.9 "]))
    body, headers = draw(BODY), draw(HEADERS)
    headed, whole = len(headers), len(headers) + len(body)
    plain = b"MSG a.b %d %b%d\r\n%b\r\n" % (number, reply, len(body), body)
    with_headers = b"HMSG a.b %d %b%d %d\r\n%b%b\r\n" % (
        number, reply, headed, whole, headers, body,
    )  # fmt: skip
    return draw(st.sampled_from([with_headers, with_headers, plain, b"PING\r\n", b"+OK\r\n"]))


class Hearing(FastClient):
    """A client that is connected to nobody, and notes what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[Any] = []
        self._takers[TAKEN] = self.take

    def take(self, message: Any) -> None:
        """What is taken at once."""
        headers = dict(message.headers or {})
        self.noted.append((message.subject, message.reply, message.data, headers, message._sid))

    async def _process_ping(self) -> None:
        self.noted.append("ping")


async def heard(parts: Sequence[bytes], *, own: bool) -> tuple[list[Any], dict[str, int]]:
    """What a client hears of these reads, by its own parser or by ours."""
    hearing = Hearing()
    if own:
        hearing._ps = Parser(hearing)
    for part in parts:
        await hearing._ps.parse(part)
    assert bytes(hearing._ps.buf) == b""
    return hearing.noted, hearing.stats


@given(st.lists(wires(), max_size=8), st.data())
async def test_cut_anywhere(whole: list[bytes], data: st.DataObject) -> None:
    wire = b"".join(whole)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=6)))
    parts = [wire[a:b] for a, b in zip([0, *cuts], [*cuts, len(wire)], strict=True)]

    assert await heard(parts, own=False) == await heard(parts, own=True)


async def test_what_is_taken_takes_no_turn_of_the_clients_own() -> None:
    hearing = Hearing()
    hearing._process_msg = None  # type: ignore[assignment,method-assign]
    wire = b"HMSG a.b 7 12 13\r\n%bx\r\n" % (PLAIN + b"\r\n")

    for cut in range(len(wire)):
        await hearing._ps.parse(wire[:cut])
        await hearing._ps.parse(wire[cut:])

    assert len(hearing.noted) == len(wire)


@pytest.mark.parametrize("number", [TAKEN, OTHER])
@pytest.mark.parametrize(
    "wire",
    [
        b"MSG a.\xff %d 1\r\nx\r\n",
        b"MSG a %d _INBOX.\xff 1\r\nx\r\n",
        b"MSG a.\x0b.b %d 1\r\nx\r\n",
        b"MSG a.\x0c.b %d _INBOX.\x0b 1\r\nx\r\n",
        b"HMSG a.\xff %d 12 13\r\nNATS/1.0\r\n\r\nx\r\n",
        b"HMSG a.\x0b %d _INBOX.\xff 12 13\r\nNATS/1.0\r\n\r\nx\r\n",
        b"HMSG a.\x0b %d 16 17\r\nNATS/1.0 \xff\xff\xff\r\n\r\nx\r\n",
        b"HMSG a %d 20 21\r\nNATS/1.0 503 \xff\xff\xff\r\n\r\nx\r\n",
        b"HMSG a %d 8 9\r\nNATS/1.0x\r\n",
        b"HMSG a %d 4 5\r\n\r\n\r\nx\r\n",
    ],
)
async def test_whatever_a_publisher_sends_the_next_message_is_heard(
    number: int, wire: bytes
) -> None:
    hearing = Hearing()
    await hearing._ps.parse(wire % number)
    await hearing._ps.parse(b"PING\r\nMSG b 7 1\r\ny\r\n")
    assert hearing.noted[-2:] == ["ping", ("b", "", b"y", {}, TAKEN)]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("maximum control line exceeded", ["maximum control line exceeded"]),
        ("authorization violation", ["nats: authorization failed"]),
        ("permissions violation for publish to a", []),
    ],
)
async def test_a_connection_that_the_server_ends_is_made_again(
    said: str, ends: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing, ended = Hearing(), list[str]()

    async def end(error: Exception) -> None:
        ended.append(str(error).strip("'"))

    monkeypatch.setattr(hearing, "_process_op_err", end)
    hearing._status = FastClient.CONNECTED
    hearing._error_cb = end if not ends else hearing._error_cb
    await hearing._ps.parse(f"-ERR '{said}'\r\nPING\r\n".encode())
    assert ended == (ends or [f"nats: {said}"])
    assert hearing.noted == ["ping"]
    assert not hearing.is_closed
