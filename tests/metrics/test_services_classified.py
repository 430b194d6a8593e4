"""Where a service stands in each figure of services, by its version and its offerings in scope.

Promises a real PostgreSQL, and the catalogue's own events.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from asyncpg.connection import Connection

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1.events_pb2 import Membership, ValueState
from motcua.metrics.v1.metrics_pb2 import Breakdown
from motcua.submissions.v1.events_pb2 import CHANNEL_ONLINE
from services.console.reading.comparison.receipts import service_numbers
from services.console.reading.definitions.expressions import literal
from services.console.reading.figures.activity import COUNTED, COUNTED_BY
from services.console.reading.figures.figures import Figures
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.console.reading.figures.sums import Figure as SecondFigure
from services.console.reading.figures.sums import FigureKey
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.dimensions import Filter
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import receipt
from services.metrics.queries.listing import Listing
from services.metrics.queries.positions import NOW, Requested
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.given import AT, BIRTH, CITY, DISTRICT, LAND, OTHER, WARD, timestamp
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_kinds_verified import read_again

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
DAY = timedelta(days=1)
FULL, PARTIAL, NOT_KNOWN = catalog.EXTENT_FULL, catalog.EXTENT_PARTIAL, catalog.EXTENT_UNKNOWN
YES, NO = catalog.VERDICT_FULLY_ONLINE, catalog.VERDICT_NOT_FULLY_ONLINE
OPEN, POINTLESS = catalog.VERDICT_UNKNOWN, catalog.VERDICT_NO_POINTS


def offered(service: str, unit: str = WARD, **said: Any) -> catalog.OfferingAssessed:
    """Open from AT on, with what a rule says."""
    levels = said.pop("levels", None)
    span = catalog.OfferingSpan(effective_time=timestamp(AT), open=True, **said)
    if levels:
        span.earned, span.attainable, span.level = levels
    made = given.assessed(service, unit, (AT, None))
    made.spans[0].CopyFrom(span)
    return made


def version(service: str, **content: Any) -> catalog.ServicePublished:
    """Of a service of the city."""
    made = given.published(service)
    made.content.authority = CITY
    for name, value in content.items():
        setattr(made.content, name, value)
    return made


def of_services() -> list[Definition]:
    """All of them, and whose dossiers `activity` counts."""
    return [each for each in DEFINITIONS if each.kind.name == "service" or each.id == COUNTED]


async def classes(fed: Fed, definition: str, unit: str = "") -> dict[str, str]:
    """By service, the class or the reason."""
    question = Question(shipped()[definition], Scope(unit), MARCH, midnight(MARCH.end))
    figure = await fed.reader.figure(question, NOW)
    items = [item async for item in fed.reader.items(figure)]
    assert len(items) == figure.considered
    definitions, _ = interpreted(map(definition_message, of_services()))
    known = Figures(read_again(fed), definitions, given.RECORDED).of(question.definition.id)
    ours = known.get(FigureKey(question.definition.id, unit, "", MARCH.start), SecondFigure())
    assert ours.numbers() == service_numbers(
        receipt(figure)
    )  # as the console reads the same streams
    return {
        item.id[9:]: item.reason or Membership.Name(item.membership)[11:].lower() for item in items
    }


async def test_levels_of_offerings_in_scope_decide(fed: Fed) -> None:
    names = ("best", "no", "may", "none", "unassessed", "capped", BIRTH[9:], LAND[9:])
    await fed.learn(
        *(version(f"services/{name}") for name in names[:6]),
        offered("services/best", levels=(1, 1, 1)),
        offered("services/best", OTHER, levels=(4, 4, 4)),
        offered("services/no", levels=(2, 2, 2)),
        offered("services/may", levels=(2, 3, 2)),
        offered("services/unassessed"),
        offered("services/capped", levels=(4, 4, 2)),
    )
    found = await classes(fed, "coverage.l3l4@1", CITY)
    assert found.pop("best") == "numerator"
    assert found.pop("may") == found.pop("unassessed") == "unknown"
    assert set(found.values()) == {"denominator"}
    assert (await classes(fed, "coverage.l3l4@1", DISTRICT))["best"] == "denominator"


async def test_extents_verdicts_and_one_stop_are_what_the_catalogue_says(fed: Fed) -> None:
    await fed.learn(
        version("services/a", eligible_full=True, one_stop=True),
        version("services/b", eligible_full=True, one_stop=False),
        version("services/c", eligible_full=True),
        version("services/d", eligible_full=False),
        version("services/e"),
        offered("services/a", extent=PARTIAL, verdict=POINTLESS),
        offered("services/a", OTHER, extent=FULL, verdict=YES),
        offered("services/b", extent=PARTIAL, verdict=NO),
        offered("services/c", extent=NOT_KNOWN, verdict=OPEN),
        offered("services/d", extent=FULL, verdict=POINTLESS),
        offered("services/e", extent=FULL),
    )
    mine = "abcde"
    found = {
        name: {key: value for key, value in (await classes(fed, name)).items() if key in mine}
        for name in (
            "coverage.full@1", "coverage.one_stop@1", "coverage.fully_online@1",
            "coverage.fully_online.of_all@1",
        )
    }  # fmt: skip
    assert found["coverage.full@1"] == {
        "a": "numerator",
        "b": "denominator",
        "c": "unknown",
        "d": "not_eligible_full",
        "e": "eligible_full_unknown",
    }
    assert found["coverage.one_stop@1"] == {
        "a": "numerator", "b": "denominator", "c": "unknown", "d": "unknown", "e": "unknown"
    }  # fmt: skip
    points = {"a": "numerator", "b": "denominator", "c": "unknown", "d": "no_applicable_point"}
    assert found["coverage.fully_online@1"] == points  # `e` is assessed by no such rule
    assert found["coverage.fully_online.of_all@1"] == points | {"d": "denominator"}
    below = await classes(fed, "coverage.full@1", DISTRICT)
    assert below["a"] == "denominator"  # it is full at OTHER alone


async def test_activity_asks_for_online_dossiers_of_what_was_at_level_3(fed: Fed) -> None:
    fell = given.assessed("services/fell", WARD, (AT, 3, 3, 3), (AT + DAY, 2, 2, 2))
    late = given.assessed("services/late", WARD, (midnight(MARCH.end), 4, 4, 4))
    before = given.assessed("services/before", WARD, (AT - 90 * DAY, 4, 4, 4))
    before.spans.add(effective_time=timestamp(midnight(MARCH.start)), open=False)
    await fed.learn(
        *(version(f"services/{name}") for name in ("fell", "late", "before", "counted", "idle")),
        *(fell, late, before),
        *(given.assessed(f"services/{name}", OTHER, (AT, 4, 4, 4)) for name in ("counted", "idle")),
    )
    counted = given_items.count(
        1, 5, start=midnight(MARCH.start), end=midnight(MARCH.end), unit=OTHER,
        service="services/counted", channel=CHANNEL_ONLINE, level=4,
    )  # fmt: skip
    await fed.apply(
        [
            given.recorded(1, given.submitted(1), version=1),
            given.recorded(2, given.accepted(1, service="services/fell")),
            given.recorded(3, given.submitted(2), version=1),
            given.recorded(4, given.accepted(2, service="services/idle", level=2)),
            given.recorded(5, counted),
        ]
    )
    expected = {"fell": "numerator", "counted": "numerator", "idle": "denominator"}
    assert await classes(fed, "activity@1") == expected
    assert await classes(fed, "activity@1", DISTRICT) == {"fell": "numerator"}
    await months_are_as_asked_alone(fed)
    assert await active_in_scopes(fed) == 22


async def test_activity_counts_by_its_own_version_whatever_is_adopted_later(fed: Fed) -> None:
    await fed.learn(version("services/fell"), given.assessed("services/fell", WARD, (AT, 4, 4, 4)))
    await fed.apply(
        [
            given.recorded(1, given.submitted(1), version=1),
            given.recorded(2, given.accepted(1, service="services/fell")),
        ]
    )
    figure = await fed.reader.figure(
        Question(shipped()["activity@1"], Scope(), MARCH, midnight(MARCH.end)), NOW
    )
    known, _ = interpreted(map(definition_message, of_services()))
    by_name = {each.name: each for each in known}
    activity, first = by_name["activity@1"], by_name[COUNTED_BY]
    never = replace(first, version=2, numerator=literal(False))
    for beside in ([never], []):  # the newest of each, or versions before these
        read = Figures(read_again(fed), [activity, *beside], given.RECORDED, first)
        place = FigureKey("activity", "", "", MARCH.start)
        ours = read.of("activity")[place]
        assert ours.numbers() == service_numbers(receipt(figure))
        assert ours.numbers().numerator == 1
        assert {item.id for item in read.items_at(place)} == {"services/fell"}
        kept = read.of(COUNTED) if beside else {}
        assert sum(each.numbers().numerator for each in kept.values()) == 0


async def active_in_scopes(fed: Fed) -> int:
    """How many services are considered in several scopes and periods; the console reads each alike
    from its receipt.
    """
    scopes = [
        Scope(),
        Scope(OTHER),
        Scope(DISTRICT),
        Scope(DISTRICT, alone=True),
        Scope(WARD, alone=True),
        Scope(service="services/fell"),
        Scope(filters=(Filter("field", ("unknown",)),)),
    ]
    half = Period(MARCH.start, date(2026, 3, 20))
    questions = [
        Question(shipped()["activity@1"], scope, period, midnight(period.end))
        for scope in scopes
        for period in (MARCH, half)
    ]
    receipts = [receipt(await fed.reader.figure(each, NOW)) for each in questions]
    definitions, _ = interpreted(map(definition_message, of_services()))
    by_name = {each.name: each for each in definitions}
    asked = [answered_question(each, by_name["activity@1"]) for each in receipts]
    again = recomputed(read_again(fed), asked, by_name[COUNTED_BY])
    assert [each.numbers() for each in again] == [service_numbers(each) for each in receipts]
    return sum(each.considered for each in receipts)


async def months_are_as_asked_alone(fed: Fed) -> None:
    """Figures of a list by month are those of single questions, in a handful of statements."""
    positions = await fed.reader.current_positions(Scope())
    whole = Period(date(2025, 3, 1), date(2027, 9, 1))
    for definition, unit in product(of_services(), ("", DISTRICT)):
        if definition.kind.name != "service":
            continue
        listing = Listing(definition, Scope(unit), whole, Breakdown.BREAKDOWN_MONTH, positions)
        with counted_statements() as sent:
            rows, _ = await fed.reader.page(listing, 40)
        assert (len(rows), sent[0] <= 5) == (30, True), sent
        asked = Requested(*positions)
        alone = [await fed.reader.figure(row.figure.question, asked) for row in rows]
        assert [receipt(each) for each in alone] == [receipt(row.figure) for row in rows]
        assert {each.state for each in alone} >= {ValueState.VALUE_STATE_NO_DATA}


@contextmanager
def counted_statements() -> Iterator[list[int]]:
    """How many are sent meanwhile."""
    sent, send = [0], Connection._execute

    async def counted(self: Connection, *args: Any, **options: Any) -> Any:
        sent[0] += 1
        return await send(self, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "_execute", counted)
        yield sent
