"""What docs/portals.md says of limits, errors and repeating is what the chassis does.

Promises that a bound which is changed is changed there, too. Must not need a server.
"""

from pathlib import Path

import pytest

from services.chassis import claims, decoding, identity, server, server_call, validation
from services.chassis.admission import Lanes
from services.chassis.reasons import ChassisReason, Reason
from services.chassis.settings import Settings
from services.chassis.status import CODES

PORTALS = " ".join((Path(__file__).parents[2] / "docs" / "portals.md").read_text().split())


def test_every_code_is_told_with_what_to_do() -> None:
    assert [code.name for code in CODES.values() if f"`{code.name}`" not in PORTALS] == []


def test_the_bounds_of_messages_are_told() -> None:
    options = dict(server.OPTIONS)
    assert options["grpc.max_receive_message_length"] == decoding.LARGEST
    mib, kib = decoding.LARGEST >> 20, decoding.LARGEST_PUBLIC >> 10
    assert f"| a message | {mib} MiB; without a token {kib} KiB." in PORTALS
    assert f"| {validation.MOST_ITEMS:,} items," in PORTALS
    assert f"at most {validation.LONGEST} characters where" in PORTALS
    headers = server.LARGEST_METADATA >> 10
    assert f"| headers | {headers} KiB; a token {identity.LONGEST_TOKEN:,} characters |" in PORTALS
    assert f"one connection | {options['grpc.max_concurrent_streams']};" in PORTALS


def test_the_places_are_told() -> None:
    lanes = Lanes()
    signed, public = lanes.signed, lanes.public
    told = (
        f"{signed.free} with a token and {public.free} without are served, "
        f"{signed.room:,} and {public.room:,} wait their turn"
    )
    assert told in PORTALS
    assert f"{lanes.uploads.free} served, {lanes.uploads.room} wait" in PORTALS
    assert f"{lanes.downloads.free}; without a token {lanes.open.free}" in PORTALS


@pytest.mark.parametrize(
    "reason",
    [ChassisReason.SERVER_BUSY, ChassisReason.SERVER_ENDING, ChassisReason.REQUEST_ID_REUSED],
)
def test_the_reasons_that_it_names_exist(reason: Reason) -> None:
    assert f"`{reason.code}`" in PORTALS


def test_times_and_claims_are_told() -> None:
    assert f"after {server_call.LONGEST_CALL:.0f} seconds at the latest" in PORTALS
    assert f"must have arrived within {server_call.READ_WITHIN:.0f}." in PORTALS
    assert f"the next one must come within {server_call.SILENCE:.0f}," in PORTALS
    assert f"finish for {server.GRACE:.0f} seconds" in PORTALS
    assert f"pseudonym of at most {claims.LONGEST} characters" in PORTALS
    hours = Settings.__dataclass_fields__["longest_token_hours"].default
    assert f"at most {hours:g} hours apart" in PORTALS
