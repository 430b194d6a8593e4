"""A member's stream as the second reading takes it, where who answers for the member means harm.

Given what is sent in place of a message, when it is read, then the member and the message are
named, and nothing else happens.
"""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.metrics.v1.federation_pb2 import Member
from services.console.outcome import Difference
from services.console.reading.comparison import national_streams
from services.console.reading.comparison.national_streams import HEAD, believed, stream_of
from services.console.reading.folding.streams import QuickClient
from tests.metrics.test_members_checked import SIGNER, stream

HUE = Member(name="members/hue", verifier_keys=[str(SIGNER.verifier)])


def sent(**changes: Any) -> Any:
    """The first message of a stream as NATS gives it, but for these headers, or its `data`."""
    [first] = stream(10)
    place = {"Nats-Sequence": "1", "Nats-Subject": first.content.subject}
    headers = {**first.headers, **place, **changes.pop("headers", {})}
    without = changes.pop("without", None)
    headers.pop(without, None)
    return SimpleNamespace(headers=headers, data=changes.pop("data", first.content.payload))


def note(text: str) -> dict[str, str]:
    return {HEAD: base64.b64encode(text.encode()).decode()}


def test_what_the_city_signed_is_read() -> None:
    assert believed(sent(), 1, [], HUE).figure["rate"]["receipt"]["numerator"] == "10"


@pytest.mark.parametrize(
    "odd",
    [
        sent(data=b"\xff"),
        sent(data=b"[" * 100_000),
        sent(data=b'{"position": ' + b"9" * 5_000 + b"}"),
        sent(without="Nats-Subject"),
        sent(without="Nats-Sequence"),
        sent(without=HEAD),
        sent(headers={HEAD: "\udcff"}),
        sent(headers={HEAD: "x"}),
        sent(headers=note("")),
        sent(headers=note("a\n\n\u2014 motcua/published x")),
        sent(headers=note(f"motcua/published\n{'9' * 5_000}\nx\n\n\u2014 motcua/published k")),
        SimpleNamespace(headers=None, data=b""),
    ],
)
def test_what_is_no_message_of_the_city_is_named(odd: Any) -> None:
    with pytest.raises(Difference, match="members/hue: message 1 is not as the city signed it"):
        believed(odd, 1, [], HUE)


def test_of_very_many_signatures_by_one_key_one_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = list[bytes]()
    monkeypatch.setattr(
        national_streams, "is_by", lambda _, signature, __: checked.append(signature)
    )
    [first] = stream(10)
    note = base64.b64decode(first.headers[HEAD]).decode()
    line = note.splitlines()[-1]
    head = base64.b64encode((note + f"{line}\n" * 5_000).encode()).decode()
    assert national_streams.signed(head, HUE.verifier_keys) == (0, b"")
    assert len(checked) == 1


@pytest.mark.parametrize(
    "state", [{}, {"state": None}, {"state": {"messages": "x"}}, {"state": {"messages": 1}}]
)
async def test_an_answer_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, state: Any) -> None:
    async def asked(*_: Any) -> Any:
        return state

    monkeypatch.setattr("services.console.reading.folding.streams.request", asked)
    monkeypatch.setattr(national_streams, "connected", connected)
    with pytest.raises(Difference, match="members/hue: its NATS answers with something else"):
        await stream_of(HUE, {HUE.name: "nats://hue"})


async def test_a_stream_that_is_shorter_than_what_was_read_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def counted(*_: Any) -> int:
        return 3

    monkeypatch.setattr(national_streams, "count", counted)
    monkeypatch.setattr(national_streams, "connected", connected)
    with pytest.raises(Difference, match="members/hue: message 4 was read; 3 are there"):
        await stream_of(HUE, {HUE.name: "nats://hue"}, 4)


class connected:  # noqa: N801 - in place of the function
    """A connection of nobody."""

    def __init__(self, _: str) -> None:
        pass

    async def __aenter__(self) -> Any:
        return None

    async def __aexit__(self, *_: object) -> None:
        pass


def test_headers_that_are_no_text_end_no_reading() -> None:
    assert QuickClient._parse_header_lines(b"a: b\r\n\xff: c") == {"a": "b", "\ufffd": "c"}
