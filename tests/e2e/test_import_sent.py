"""Rows on their way: chunks in order over one stream, repeated where it broke, and their account.

Promises what the client does, against a real gRPC server that takes notes. Must not test what a
catalogue does with rows.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from motcua.catalog.v1 import intake_pb2 as api
from motcua.catalog.v1.events_pb2 import Text
from motcua.catalog.v1.intake_pb2_grpc import (
    IntakeServiceServicer,
    IntakeServiceStub,
    add_IntakeServiceServicer_to_server,
)
from services.chassis.decoding import LARGEST
from services.console.importing import outcomes, sending
from services.console.importing.faults import VALUE_MISSING, Faulty, fault
from services.console.importing.outcomes import Account, summary
from services.console.importing.rows import Item, Sent
from services.console.importing.sending import AHEAD, ROWS, Import
from services.console.outcome import Mistake, Refused, Unavailable
from services.console.portal.bearers import Public
from services.console.portal.client import Portal
from services.console.portal.installation import Installation

CHUNKS = 9


class Notes(IntakeServiceServicer):
    """Answers every chunk; fails with `fail` once `after` chunks were answered, or ever after."""

    def __init__(self) -> None:
        self.asked: list[api.ImportRowsRequest] = []
        self.fail: grpc.StatusCode | None = None
        self.after = CHUNKS
        self.for_ever = False

    async def ImportRows(  # noqa: N802 - the contract's name
        self, requests: AsyncIterator[api.ImportRowsRequest], context: Any
    ) -> AsyncIterator[api.ImportRowsResponse]:
        """One answer for each request."""
        answered = 0
        async for request in requests:
            answered = max(answered, len(self.asked)) if self.for_ever else answered
            if self.fail and answered >= self.after:
                code, self.fail = self.fail, self.fail if self.for_ever else None
                await context.abort(code, "no more")
            self.asked.append(request)
            answered += 1
            yield api.ImportRowsResponse(
                position=len(self.asked), outcomes=[outcome(row) for row in request.rows]
            )


NAMELESS = api.RowOutcome.Fault(
    reason="DISPLAY_NAME_MISSING",
    field="unit.display_name.vi",
    message=Text(vi="Thiếu tên.", en="There is no name."),
)


def outcome(row: api.Row) -> api.RowOutcome:
    """Every seventh row is refused, the last of them for two reasons."""
    if row.line % 7:
        return api.RowOutcome(line=row.line, key=row.key, effect="EFFECT_ADDED", name=row.key)
    return api.RowOutcome(
        line=row.line,
        key=row.key,
        effect="EFFECT_REFUSED",
        reason="UNIT_UNKNOWN",
        field="unit.parent",
        message=Text(vi="Không có đơn vị.", en="There is no unit."),
        also=[NAMELESS] if row.line == 21 else [],
    )


@pytest.fixture
async def notes() -> AsyncIterator[tuple[Notes, Any]]:
    """The server, and a portal that reaches nothing but it."""
    taken, server = Notes(), grpc.aio.server()
    add_IntakeServiceServicer_to_server(taken, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = IntakeServiceStub(channel)
        portal = Portal.__new__(Portal)
        portal.installation, portal.intake = Installation("elsewhere", {}, Public()), stub
        yield taken, portal
    await server.stop(None)


def rows(count: int) -> list[Item]:
    """Units, numbered from 1 on."""
    return [
        Sent(api.Row(line=number, key=f"units/{number}", unit=api.UnitRow(unit_id=str(number))))
        for number in range(1, count + 1)
    ]


def work(portal: Any, items: list[Item], done: Account, **options: Any) -> Import:
    options = {"validate_only": False, "advance": lambda _: None, **options}
    return Import(portal, "old", items, done=done, **options)


async def test_every_row_is_sent_once_in_order_in_chunks(notes: tuple[Notes, Any]) -> None:
    taken, portal = notes
    done, told = Account(), []
    await work(portal, rows(ROWS * 2 + 1), done, advance=told.append).run()
    assert [len(each.rows) for each in taken.asked] == [ROWS, ROWS, 1]
    assert [row.line for each in taken.asked for row in each.rows] == list(range(1, ROWS * 2 + 2))
    assert {(each.source, each.validate_only) for each in taken.asked} == {("old", False)}
    assert told == [ROWS, ROWS, 1]
    assert (done.total("added"), done.total("refused"), done.position) == (858, 143, 3)


async def test_an_interruption_is_repaired_by_sending_again_what_was_not_answered(
    notes: tuple[Notes, Any],
) -> None:
    taken, portal = notes
    taken.fail, taken.after = grpc.StatusCode.UNAVAILABLE, 3
    done = Account()
    await work(portal, rows(ROWS * CHUNKS), done).run()
    lines = [each.rows[0].line for each in taken.asked]
    assert sorted(set(lines)) == [1 + ROWS * chunk for chunk in range(CHUNKS)]
    assert done.total("added") + done.total("refused") == ROWS * CHUNKS


async def test_an_interrupted_dry_run_is_told_since_the_service_forgot_what_it_had_tried(
    notes: tuple[Notes, Any],
) -> None:
    taken, portal = notes
    taken.fail, taken.after = grpc.StatusCode.UNAVAILABLE, 3
    importing = work(portal, rows(ROWS * CHUNKS), Account(), validate_only=True)
    with pytest.raises(Unavailable, match="begin it again"):
        await importing.run()
    assert len(taken.asked) == 3


async def test_a_dry_run_that_got_no_answer_yet_waits_for_the_service(
    notes: tuple[Notes, Any],
) -> None:
    taken, portal = notes
    taken.fail, taken.after = grpc.StatusCode.UNAVAILABLE, 0
    done = Account()
    await work(portal, rows(ROWS * CHUNKS), done, validate_only=True, first=2).run()
    assert done.total("added") + done.total("refused") == ROWS * (CHUNKS - 1)


async def test_few_chunks_are_under_way_at_once(notes: tuple[Notes, Any]) -> None:
    _, portal = notes
    made = 0

    def counted() -> Any:
        nonlocal made
        for row in rows(ROWS * CHUNKS):
            made += 1
            yield row

    done, most = Account(), 0

    def advance(_: int) -> None:
        nonlocal most
        answered = done.total("added") + done.total("refused") - ROWS
        most = max(most, made - answered)

    await work(portal, counted(), done, advance=advance).run()
    assert made == ROWS * CHUNKS
    assert most <= ROWS * (AHEAD + 1) + 1


@pytest.mark.parametrize("after", [0, 1, 3])
async def test_a_refusal_of_the_whole_is_told_in_the_services_words(
    notes: tuple[Notes, Any], after: int
) -> None:
    taken, portal = notes
    taken.fail, taken.after, taken.for_ever = grpc.StatusCode.PERMISSION_DENIED, after, True
    importing = work(portal, rows(ROWS * CHUNKS), Account())
    with pytest.raises(Refused, match="no more"):
        await importing.run()
    assert importing.answered == after


async def test_an_import_goes_on_at_a_chunk(notes: tuple[Notes, Any]) -> None:
    taken, portal = notes
    importing = work(portal, rows(ROWS * 3), Account(), first=3)
    await importing.run()
    assert [each.rows[0].line for each in taken.asked] == [ROWS * 2 + 1]
    assert importing.answered == 3


@pytest.mark.parametrize("first", [4, 2**31])
async def test_a_chunk_after_the_last_is_a_mistake(notes: tuple[Notes, Any], first: int) -> None:
    taken, portal = notes
    with pytest.raises(Mistake, match="the files make 3 chunks, so nothing is left"):
        await work(portal, rows(ROWS * 3), Account(), first=first).run()
    assert taken.asked == []


async def test_a_mistake_found_on_the_way_ends_the_import(notes: tuple[Notes, Any]) -> None:
    _, portal = notes

    def broken() -> Any:
        yield from rows(ROWS)
        raise Unavailable("the disk is gone")

    with pytest.raises(Unavailable, match="the disk is gone"):
        await work(portal, broken(), Account()).run()


async def test_an_import_without_rows_sends_nothing(notes: tuple[Notes, Any]) -> None:
    taken, portal = notes
    await work(portal, [], Account()).run()
    assert taken.asked == []


async def test_faults_and_refusals_stand_in_the_account_and_in_the_report(
    notes: tuple[Notes, Any], tmp_path: Path
) -> None:
    _, portal = notes
    missing = fault(Faulty(VALUE_MISSING, field="title"), 5, "unit", "units/5", file="a.csv")
    report = tmp_path / "report.csv"
    with outcomes.account(report, keep=2, changes=False) as done:
        await work(portal, [*rows(21), missing], done).run()
    found = summary(done, validate_only=False)
    assert found["kinds"] == {
        "unit": {"added": 18, "changed": 0, "unchanged": 0, "refused": 4},
    }
    assert [each["line"] for each in found["rows"]] == [5, 7]
    assert [each["file"] for each in found["rows"]] == ["a.csv", ""]
    with report.open(encoding="utf-8-sig", newline="") as lines:
        listed = list(csv.DictReader(lines))
    assert [(each["line"], each["field"], each["reason"]) for each in listed] == [
        ("5", "title", "VALUE_MISSING"),
        ("7", "unit.parent", "UNIT_UNKNOWN"),
        ("14", "unit.parent", "UNIT_UNKNOWN"),
        ("21", "unit.parent", "UNIT_UNKNOWN"),
        ("21", "unit.display_name.vi", "DISPLAY_NAME_MISSING"),
    ]
    assert listed[1]["vi"] == "Không có đơn vị."


async def test_a_dry_run_lists_what_would_change(notes: tuple[Notes, Any]) -> None:
    taken, portal = notes
    done = Account(changes=True)
    await work(portal, rows(2), done, validate_only=True).run()
    assert taken.asked[0].validate_only
    assert [each.key for each in done.listed["added"]] == ["units/1", "units/2"]


def test_a_chunk_is_never_larger_than_a_message_may_be() -> None:
    big = [
        Sent(api.Row(line=line, service=api.ServiceRow(service_id="x" * 100_000)))
        for line in range(100)
    ]
    assert len(list(sending.chunks(big, Account()))) == 3
    tight = [
        Sent(api.Row(line=line, service=api.ServiceRow(service_id="x" * 8379)))
        for line in range(1, 2 * ROWS)
    ]
    for each in (big, tight):
        for chunk in sending.chunks(each, Account()):
            request = api.ImportRowsRequest(source="x" * 64, rows=[sent.row for sent in chunk])
            assert request.ByteSize() <= LARGEST
