"""Drafts of definitions beside answered ones: both figures, and which items stand elsewhere.

Given a history, when a draft is compared, then each side is the figure of its own text, and the
items that moved are those whose classes differ. Nothing is written.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from google.type.date_pb2 import Date

from motcua.chassis.v1.access_pb2 import ROLE_INSPECTOR
from motcua.metrics.v1.definitions_pb2 import CompareDefinitionRequest
from services.chassis.errors import Refusal
from services.metrics.api.definitions import DefinitionMethods
from services.metrics.domain.classes import EXCLUDED, NUMERATOR
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import midnight
from services.metrics.queries import draft_turns, drafts
from services.metrics.queries.positions import NOW
from tests.calling import calling
from tests.metrics import given, recount
from tests.metrics.conftest import Fed
from tests.metrics.test_figures_read import YEAR, asking, drawn, says, submit
from tests.metrics.test_questions_asked import Standing, as_known
from tests.waiting import until

ALL = shipped()["online_handling.all@1"].text
STRICT = (
    ALL.replace("online_handling.all", "hn.strict")
    .replace('"accepted_in_future"]', '"accepted_in_future", "level_unknown"]')
    .encode()
)
MISSPELT = ALL.replace("channel ==", "chanel ==").encode()
DATES = {
    "start_date": Date(year=2025, month=11, day=1),
    "end_date": Date(year=2026, month=3, day=1),
}


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


def definitions(fed: Fed) -> DefinitionMethods:
    still = Standing(0, end=0)
    known = as_known(fed, {"catalog": still, "submissions": still})
    return DefinitionMethods(None, fed.reader, known)  # type: ignore[arg-type]  # nothing is adopted


def request(text: bytes = STRICT, **more: Any) -> CompareDefinitionRequest:
    return CompareDefinitionRequest(
        **{"text": text, "definition": "online_handling.all", **DATES, **more}
    )


def levelless(events: list[Any]) -> dict[str, int]:
    """Dossiers that only the draft excludes, and where they stood."""
    strict = recount.items(events, "online_handling@1", YEAR)
    return {
        name: each.membership
        for name, each in recount.items(events, "online_handling.all@1", YEAR).items()
        if strict[name].reason == "level_unknown"
    }


async def test_a_draft_moves_the_items_whose_classes_differ(fed: Fed) -> None:
    events = next(each for each, *_ in map(drawn, range(20)) if levelless(each))
    await fed.apply(events)
    before = await fed.pool.fetchval("select count(*) from dossier_items")
    unnamed = await definitions(fed).CompareDefinition(request(), None)
    with calling(role=ROLE_INSPECTOR, unit=""):
        found = await definitions(fed).CompareDefinition(request(), None)
    # Whoever may not explain a rate learns how many items moved, and not which.
    assert (unnamed.moves, list(unnamed.items)) == (found.moves, [])
    expected = levelless(events)
    changed = set(expected)
    assert {each.id for each in found.items} == changed
    assert {each.now.reason for each in found.items} == {"level_unknown"}
    assert sum(each.count for each in found.moves) == len(changed)
    single = await fed.reader.figure(
        asking(period=YEAR, definition=shipped()["online_handling.all@1"]), NOW
    )
    assert found.answered.receipt.numerator == says(single)["numerator"]
    assert found.answered.receipt.considered == found.draft.receipt.considered
    taken = Counter(membership for membership in expected.values() if membership != EXCLUDED)
    assert found.draft.receipt.numerator == single.numerator - taken[NUMERATOR]
    assert found.draft.receipt.denominator == single.denominator - taken.total()
    assert await fed.pool.fetchval("select count(*) from dossier_items") == before


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"text": MISSPELT}, "EXPRESSION_FACT_UNKNOWN", "text.numerator"),
        ({"text": b"\xff"}, "DEFINITION_MALFORMED", "text"),
        ({"definition": "on_time.ended"}, "DRAFT_OF_OTHER_ITEMS", "text"),
        ({"definition": "coverage.l3l4"}, "DRAFT_OF_OTHER_ITEMS", "text"),
        ({"unit": "units/none"}, "UNIT_UNKNOWN", "unit"),
    ],
)
async def test_what_cannot_be_compared_is_refused_by_name(
    fed: Fed, more: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await definitions(fed).CompareDefinition(request(**more), None)
    assert (refused.value.reason.code, refused.value.field) == (code, field)


async def test_a_draft_that_takes_too_long_or_comes_beside_ones_own_is_refused(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = drafts.Drafts(fed.pool)
    question = asking(period=YEAR, definition=shipped()["online_handling.all@1"])

    async def compare() -> Any:
        return await found.compare(
            question, question.definition, NOW, given.RECORDED, caller="officers/1"
        )

    async with found._turns.of("officers/1"):
        with pytest.raises(Refusal, match="DRAFT_BUSY"):
            await compare()
    known = drafts.statements(drafts.SQL)
    slow = known["draft_counts"].replace("with ", "with slept as (select pg_sleep(9)), ")
    slow = slow.replace("from placed", "from placed cross join slept")
    statements = {**known, "draft_counts": slow}
    monkeypatch.setattr(drafts, "statements", lambda _: statements)
    monkeypatch.setattr(drafts, "SECONDS", 0.05)
    await fed.apply(submit(0, 1, at=midnight(date(2026, 1, 5))))
    with pytest.raises(Refusal, match="DRAFT_TOO_SLOW"):
        await compare()


async def test_one_publishers_slow_drafts_keep_no_other_out(
    fed: Fed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement that is cancelled leaves the place, and a connection that others can use."""
    found = drafts.Drafts(fed.pool)
    question = asking(period=YEAR, definition=shipped()["online_handling.all@1"])
    known = drafts.statements(drafts.SQL)
    slow = known["draft_counts"].replace("with ", "with slept as (select pg_sleep(600)), ")
    slow = {**known, "draft_counts": slow.replace("from placed", "from placed cross join slept")}
    monkeypatch.setattr(draft_turns, "WITHIN", 1.0)
    monkeypatch.setattr(draft_turns, "LEAVING", 60.0)  # however slow the machine
    await fed.apply(submit(0, 1, at=midnight(date(2026, 1, 5))))

    async def compare(caller: str) -> drafts.Compared:
        return await found.compare(
            question, question.definition, NOW, given.RECORDED, caller=caller
        )

    with monkeypatch.context() as patched:
        patched.setattr(drafts, "statements", lambda _: slow)
        first = asyncio.create_task(compare("officers/1"))
        await until_sleeping(fed)
    assert (await compare("officers/2")).answered.considered == 1
    with pytest.raises(Refusal, match="DRAFT_TOO_SLOW"):
        await first


async def until_sleeping(fed: Fed) -> None:
    """Until a slow draft is being counted."""
    sleeping = """select exists (select from pg_stat_activity
                                 where wait_event = 'PgSleep' and datname = current_database())"""
    await until(lambda: fed.pool.fetchval(sleeping))
