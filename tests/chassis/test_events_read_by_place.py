"""An event read from its headers by their places is the one that is read by their names.

Promises blocks that a relay writes, and all that others may make of them. Must not ask a server.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.aio.msg import Msg

from services.chassis import wire
from services.chassis.bus import Bus
from services.chassis.envelope import READ, RELAYED, Foreign, event_of, message
from services.chassis.keys import Keyring
from services.chassis.log import Recorded
from services.chassis.mac import HEADER, Mac
from services.chassis.sources import StreamSource
from services.chassis.wire import Headers, batch_mark, publication

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
CATALOG = Mac("catalog", Keyring({"1": b"a key of the log...."}))
TYPES = ("motcua.catalog.v1.UnitOpened", "motcua.catalog.v9.WrittenLater")
LINE = st.sampled_from([*READ, HEADER, "Nats-Batch-Id", "Other"])
UUID = str(uuid4())
VALUE = st.sampled_from(["", "7", TYPES[0], UUID, AT.isoformat(), "a: b", "\r", "\n"])


def event(kind: str, actor: str, n: int) -> Recorded:
    """One of the catalogue's."""
    return Recorded(
        7 + n, "units/ward", 2, uuid4(), uuid4(), n, b"\1\2", kind, "motcua.catalog.Unit.ward",
        AT, AT + timedelta(seconds=n), actor, "00-ab-cd-01", b"payload",
    )  # fmt: skip


def block(of: Recorded, mark: dict[str, str]) -> bytes:
    """Its headers as a server delivers them."""
    made = message(of, mac=CATALOG)
    whole = publication(made.subject, made.headers, made.payload, mark=mark)
    return whole.partition(b"NATS/1.0\r\n")[2][: -len(b"payload\r\n")]


def read(raw: bytes, *, by_place: bool) -> Recorded | None:
    """None: it is none of the catalogue's."""
    headers = Headers(raw) if by_place else wire.parse_headers(raw)
    try:
        return event_of("catalog", "motcua.catalog.Unit.ward", headers, b"payload")
    except Foreign:
        return None


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("n", [1, 2, 3])
@given(actor=st.text(max_size=20))
def test_what_a_relay_writes_is_read_by_place(kind: str, n: int, actor: str) -> None:
    whole = event(kind, actor, n)
    for mark in ({}, batch_mark("b", n, after=6, size=3)):
        raw = block(whole, mark)
        assert RELAYED.fullmatch(Headers(raw).text)
        assert read(raw, by_place=True) == read(raw, by_place=False) == whole
        assert Headers(raw) == wire.parse_headers(raw)


def test_nobody_reads_them_by_name_who_asks_whether_there_are_any() -> None:
    headers = Headers(block(event(TYPES[0], "officers/1", 1), {}))
    of_stream: Any = headers
    source = StreamSource(bus := Bus(), "catalog")

    source._event(Msg(bus.client, "motcua.catalog.Unit.ward", "", b"payload", of_stream))

    assert headers._named is None
    assert headers
    assert not any(Headers(each) for each in (b"", b"\r\n"))


@given(st.data())
def test_what_others_make_of_it_is_read_as_by_name(data: st.DataObject) -> None:
    lines = block(event(TYPES[0], "officers/1", 1), {}).decode().split("\r\n")[:-2]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = f"{data.draw(LINE)}{data.draw(st.sampled_from([': ', ':', '']))}{data.draw(VALUE)}"
        change = data.draw(st.sampled_from(["drop", "double", "put", "write over", "move"]))
        if change in {"drop", "write over"}:
            lines.pop(at)
        if change in {"put", "write over"}:
            lines.insert(at, other)
        if change == "double":
            lines.append(lines[at])
        if change == "move":
            lines.append(lines.pop(at))
        if not lines:
            return
    raw = "\r\n".join([*lines, "\r\n"]).encode()
    assert read(raw, by_place=True) == read(raw, by_place=False)
