"""The MAC of a published event: which messages it tells from those that the log's relay published.

Promises a try for every field that `refill` writes. Must not need a server.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.chassis.bus import Message
from services.chassis.envelope import event_of, is_own, log_position, message
from services.chassis.keys import Keyring
from services.chassis.log import Recorded
from services.chassis.mac import COVERED, HEADER, Mac

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
OLD, NEW = {"1": b"the former key....."}, {"2": b"the present key...."}
OURS = Mac("catalog", Keyring(NEW | OLD))
EVENT = Recorded(
    position=7,
    stream="units/ward",
    version=2,
    event_id=uuid4(),
    command_id=uuid4(),
    n=0,
    fingerprint=b"\1\2",
    type="motcua.catalog.v1.UnitOpened",
    subject="motcua.catalog.UnitOpened.ward",
    occurred_at=AT,
    recorded_at=AT,
    actor="officers/1",
    traceparent="00-ab-cd-01",
    payload=b"first line\nsecond line",
)
OTHER = {
    str: lambda value: value + "x",
    int: lambda value: value + 1,
    bytes: lambda value: value + b"\n",
    datetime: lambda value: value + timedelta(microseconds=1),
}


def published(**changes: Any) -> Message:
    return message(EVENT._replace(**changes), mac=OURS)


def test_what_the_relay_publishes_verifies_and_names_its_key_and_its_stream() -> None:
    found = published()
    assert is_own(OURS, *found)
    assert found.headers[HEADER].startswith("2:")
    assert found.headers["Nats-Expected-Stream"] == "catalog"
    assert event_of("catalog", *found) == EVENT


@pytest.mark.parametrize("field", Recorded._fields)
def test_every_field_that_a_refill_writes_is_covered(field: str) -> None:
    value = getattr(EVENT, field)
    changed = OTHER.get(type(value), lambda _: uuid4())(value)
    forged, sound = published(**{field: changed}), published()
    headers = {**forged.headers, HEADER: sound.headers[HEADER]}
    assert not is_own(OURS, *forged._replace(headers=headers))
    assert is_own(OURS, *forged)


@pytest.mark.parametrize("name", [*COVERED, HEADER])
def test_a_message_that_lacks_a_field_does_not_verify(name: str) -> None:
    sound = published()
    headers = {key: value for key, value in sound.headers.items() if key != name}
    assert not is_own(OURS, *sound._replace(headers=headers))


def test_fields_cannot_be_shifted_into_one_another() -> None:
    """The values, one after the other, are the same text in both."""
    sound = published()
    values = [sound.headers[name] for name in COVERED]
    first, second, *_ = sound.payload.split(b"\n")
    shifted = [f"{values[0]}\n{values[1]}", *values[2:], first.decode()]
    headers = {**sound.headers, **dict(zip(COVERED, shifted, strict=True))}
    assert not OURS.verifies(sound.subject, headers, second)


@pytest.mark.parametrize(
    ("keys", "believed"),
    [
        (NEW, True),
        ({"3": b"a key that came later", **NEW}, True),
        (OLD, False),
        ({"2": b"somebody else's key"}, False),
        ({"9": NEW["2"]}, False),
    ],
)
def test_a_retired_key_verifies_and_another_does_not(
    keys: dict[str, bytes], believed: bool
) -> None:
    assert is_own(Mac("catalog", Keyring(keys)), *published()) is believed


def test_the_event_of_another_log_is_not_believed_even_under_the_same_key() -> None:
    other = Mac("metrics", OURS.keys)
    copied = message(EVENT, mac=other)
    assert not is_own(OURS, *copied)
    assert not OURS.verifies(*copied)


@pytest.mark.parametrize(
    "code", ["", "2", "2:", "2:zz", ":" + "0" * 64, "2:" + "0" * 64, "3:" + "0" * 64, "2:é"]
)
def test_no_malformed_code_verifies_or_fails(code: str) -> None:
    sound = published()
    assert not is_own(OURS, *sound._replace(headers={**sound.headers, HEADER: code}))


@pytest.mark.parametrize(
    "headers", [{}, {"Motcua-Position": "x", "ce-id": "1"}, {"Motcua-Position": "1"}]
)
def test_a_foreign_message_has_no_place(headers: dict[str, str]) -> None:
    assert log_position(headers).position == 0
