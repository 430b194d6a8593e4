"""The last examples of docs/subscribing.md, run as it stands there: all from events alone.

Promises that a reader who knows only the page comes to what the services say.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from tests.submissions.live_dossier import MONDAY, LiveDossier, lived

PAGE = Path(__file__).resolve().parents[2] / "docs" / "subscribing.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """The functions of the page."""
    names: dict[str, Any] = {}
    exec(compile(BLOCKS[-1], str(PAGE), "exec"), names)  # noqa: S102 — it is our own page
    return names


LIVES = (
    (), ("refuse",), ("ask", "answer"), ("ask", "withdraw"), ("transfer",), ("accept", "extend"),
    ("accept", "start", "ask", "answer"), ("accept", "oblige"), ("accept", "start", "transfer"),
    ("accept", "stop"), ("accept", "result", "return", "rate", "archive", "hand_over"),
    ("accept", "void"),
)  # fmt: skip


@pytest.mark.parametrize("commands", LIVES, ids="-".join)
def test_where_a_dossier_is(page: dict[str, Any], commands: tuple[str, ...]) -> None:
    require_same(page, lived(*commands))


def test_what_a_correction_leaves(page: dict[str, Any]) -> None:
    dossier = lived("accept", "result", "void")
    dossier.correct(4)
    dossier.correct(2, Statement(time=MONDAY))
    require_same(page, dossier)
    dossier.correct(3)
    require_same(page, dossier)
    dossier.do("transfer")
    require_same(page, dossier)


def test_a_step_told_late_does_not_move_a_dossier_back(page: dict[str, Any]) -> None:
    origin = events.Origin(source="old", key="1")
    known = page["dossier_after"]({}, events.ResultRecorded(handling_unit="units/a", origin=origin))
    late = events.HandlingStarted(handling_unit="units/b", origin=origin)
    assert page["dossier_after"](known, late) == known


def test_what_a_unit_offers_on_a_day(page: dict[str, Any]) -> None:
    march, april, july = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 7))
    spans: list[Any] = []
    for begin, told in (
        (march, {march: 3}),
        (july, {july: None}),
        (april, {april: 4, july: None}),
        (july, {}),
    ):
        spans = page["offering_after"](spans, assessed(begin, told))
        if july in told:
            assert page["offers"](spans, july) is None
    assert page["offers"](spans, datetime(2026, 2, 1, tzinfo=UTC)) is None
    assert [page["offers"](spans, at).level for at in (march, april, july)] == [3, 4, 4]


def assessed(begin: datetime, levels: dict[datetime, int | None]) -> catalog.OfferingAssessed:
    """Replaces from an instant on; None: closed then."""
    spans = [
        catalog.OfferingSpan(effective_time=at, open=level is not None, level=level)
        for at, level in levels.items()
    ]
    return catalog.OfferingAssessed(replaces_from=begin, spans=spans)


def require_same(page: dict[str, Any], dossier: LiveDossier) -> None:
    known: dict[str, Any] = {}
    for each in dossier.facts:
        known = page["dossier_after"](known, each.message)
    state = dossier.state
    assert known["status"] == state.status
    assert known["unit"] == (state.handling_unit or state.receiving_unit)
    assert known["voided"] == state.voided
    assert (known["due"] or events.Due()) == (state.due or events.Due())
