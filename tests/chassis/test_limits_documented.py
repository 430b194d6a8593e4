"""What docs/calls.md and docs/portals.md say of limits, errors and repeating is what is done.

Promises that a bound which is changed is changed there, too. Must not need a server.
"""

from pathlib import Path

import pytest

from services.chassis import (
    blobs,
    claims,
    decoding,
    identity,
    server,
    server_call,
    server_options,
    validation,
)
from services.chassis.audit import record as audit
from services.chassis.audit import tally as audit_tally
from services.chassis.limits import callers as limits
from services.chassis.limits import parts, rates, rows, weight
from services.chassis.limits.lanes import Lanes
from services.chassis.reasons import ChassisReason, Reason
from services.chassis.settings import Settings
from services.chassis.status import CODES
from services.submissions.api import downloading, taking_in

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [(DOCS / name).read_text(encoding="utf-8") for name in ("calls.md", "portals.md")]
CALLS = " ".join(" ".join(PAGES).split())
LIMITS = DOCS / "operating" / "limits.md"
AUDIT = " ".join((DOCS / "operating" / "audit.md").read_text().split())


def test_every_code_is_told_with_what_to_do() -> None:
    assert [code.name for code in CODES.values() if f"`{code.name}`" not in CALLS] == []


def test_the_bounds_of_messages_are_told() -> None:
    options = dict(server_options.OPTIONS)
    assert options["grpc.max_receive_message_length"] == decoding.LARGEST
    mib, kib = decoding.LARGEST >> 20, decoding.LARGEST_PUBLIC >> 10
    assert f"| a message | {mib} MiB; without a token {kib} KiB." in CALLS
    assert f"| {validation.MOST_ITEMS:,} items," in CALLS
    assert f"At most {parts.MOST_PARTS:,} messages within it" in CALLS
    of_records = f"{taking_in.MOST_RECORDS}, with {taking_in.MOST_WITHIN:,} steps and other entries"
    assert of_records in CALLS
    assert weight.ENTRIES == 10
    assert "ten entries of its lists as one more" in CALLS
    assert f"at most {validation.LONGEST} characters where" in CALLS
    headers = server_options.LARGEST_METADATA >> 10
    assert f"| headers | {headers} KiB; a token {identity.LONGEST_TOKEN:,} characters |" in CALLS
    most = options["grpc.max_concurrent_streams"]
    assert f"one connection | {most // 2}. At {most} gRPC lets others wait" in CALLS


def test_the_chunks_of_files_are_documented() -> None:
    mib = blobs.CHUNK >> 20
    assert f"A file is kept in chunks of {mib} MiB" in CALLS
    assert f"a multiple of {blobs.CHUNK:,}" in CALLS
    assert f"a chunk of {mib} MiB within" in CALLS
    assert f"messages of up to {downloading.PIECE >> 10} KiB" in CALLS


def test_the_places_are_told() -> None:
    lanes = Lanes()
    signed, public = lanes.signed, lanes.public
    told = (
        f"{signed.free} with a token and {public.free} without are served, "
        f"{signed.room:,} and {public.room:,} wait their turn"
    )
    assert told in CALLS
    assert f"{lanes.uploads.free} served, {lanes.uploads.room} wait" in CALLS
    assert f"{lanes.downloads.free}; without a token {lanes.open.free}" in CALLS


def test_the_rates_of_every_class_and_role_are_told() -> None:
    columns = ("public", "portal", "importer", "token")
    for name, by_role in limits.DEFAULTS.items():
        assert by_role.keys() <= set(columns)
        bounds = [by_role.get(role, by_role.get("token")) for role in columns]
        row = next(each for each in table_of_rates() if each[0] == f"`{name}`")
        assert row[3:] == [shown(bound) for bound in bounds]
    assert len(table_of_rates()) == len(limits.DEFAULTS)
    assert f"one more for each {limits.ITEMS_OF_A_READ} names, a list for each" in CALLS
    assert f"a list for each {limits.ITEMS_OF_A_READ} rows" in CALLS
    assert f"or {rows.ROW_BYTES * limits.ITEMS_OF_A_READ / 1024:g} KiB where" in CALLS
    assert f"At most {parts.MOST_PARTS:,} messages within it" in CALLS
    assert f"at most {rates.MOST_CALLERS:,} of each rate" in " ".join(LIMITS.read_text().split())


def test_the_rows_of_the_audit_are_told() -> None:
    tally = audit_tally
    assert f"A caller fills at most {tally.MOST_OF_CALLER} rows a minute" in AUDIT
    assert f"without a token together {tally.MOST_OF_VISITORS}" in AUDIT
    assert f"all of a process {tally.MOST_OF_MINUTE:,}" in AUDIT
    assert f"Written beside the calls*, every {audit.EVERY:g} seconds" in AUDIT


def table_of_rates() -> list[list[str]]:
    lines = (DOCS / "calls.md").read_text().partition("| class | methods |")[2].split("\n")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return rows[: rows.index([""])]


def shown(bound: rates.Bound | None) -> str:
    if bound is None:
        return "none"
    at_once = f", {bound.at_once} at once" if bound.at_once else ""
    return f"{bound.rate:,}/s, burst {bound.burst:,}{at_once}"


def test_the_example_of_a_file_of_limits_is_one(tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    text = LIMITS.read_text()
    file.write_text(text.partition("```toml\n[reads]")[2].partition("```")[0].join(["[reads]", ""]))
    assert limits.bounds(str(file))["reads"]["public"] == rates.Bound(50, 500)


@pytest.mark.parametrize(
    "reason",
    [
        ChassisReason.RATE_EXCEEDED,
        ChassisReason.TOO_MANY_AT_ONCE,
        ChassisReason.SERVER_BUSY,
        ChassisReason.SERVER_ENDING,
        ChassisReason.REQUEST_ID_REUSED,
    ],
)
def test_the_reasons_that_it_names_exist(reason: Reason) -> None:
    assert f"`{reason.code}`" in CALLS


def test_times_and_claims_are_told() -> None:
    assert f"after {server_call.LONGEST_CALL:.0f} seconds at the latest" in CALLS
    assert f"must have arrived within {server_call.READ_WITHIN:.0f}." in CALLS
    assert f"the next one must come within {server_call.SILENCE:.0f}," in CALLS
    assert f"finish for {server.GRACE:.0f} seconds" in CALLS
    assert f"pseudonym of at most {claims.LONGEST} characters" in CALLS
    hours = Settings.__dataclass_fields__["longest_token_hours"].default
    assert f"at most {hours:g} hours apart" in CALLS
