"""Questions about ward P, to which a unit Q is planned to come, and whether an answer tells of Q.

Promises a request of each kind for any period and instant. P has two dossiers and Q five, so that
what holds any of Q's shows a number of five or more.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from google.protobuf.message import Message
from google.type.date_pb2 import Date

import motcua.metrics.v1
from motcua.chassis.v1 import access_pb2
from motcua.metrics.v1 import (
    events_pb2,
    leagues_pb2,
    metrics_pb2,
    publications_pb2,
    scores_pb2,
)
from services.metrics.domain.periods import local_day, midnight, next_month
from services.metrics.queries.reader import utc_now
from tests.metrics import given
from tests.metrics.given import DISTRICT, OTHER, timestamp
from tests.metrics.test_scores_given import text

P, Q, FROM = DISTRICT, OTHER, "units/elsewhere"
OWN, OTHERS = 2, 5  # dossiers
DAY = timedelta(days=1)
NUMBERS = {"considered", "denominator", "numerator", "count", "not_attributable", "overdue"}
OF = "online_handling.all"
INSPECTOR = access_pb2.ROLE_INSPECTOR
FAR = {"SCOPE_ANYWHERE", "SCOPE_WHOLE"}  # of no unit, or of the root's roles alone
# Methods that answer with what was recorded, and compute nothing.
RECORDED = {
    *("GetPublication", "ListPublications", "ListRevisions"),
    *("RecordAssertion", "PublishAssertion", "WithdrawAssertion"),
    *("RecordInspection", "RecordRemedy", "WithdrawInspection", "GetInspection"),
    "ListInspections",
}


class When(NamedTuple):
    """A period from March on, and as of when (None: not said)."""

    end: date
    as_of: datetime | None = None

    @property
    def days(self) -> dict[str, Date]:
        """As requests have them."""
        end = Date(year=self.end.year, month=self.end.month, day=self.end.day)
        return {"start_date": Date(year=2026, month=3, day=1), "end_date": end}


def scoped() -> Iterator[Any]:
    """Every method of the contracts that a role within a unit may call."""
    for each in pkgutil.iter_modules(motcua.metrics.v1.__path__):
        if each.name.endswith("_pb2"):
            contract: Any = importlib.import_module(f"motcua.metrics.v1.{each.name}")
            for service in contract.DESCRIPTOR.services_by_name.values():
                for method in service.methods:
                    stated = method.GetOptions().Extensions[access_pb2.access]
                    if access_pb2.Scope.Name(stated.scope) not in FAR:
                        yield method


def dossier(number: int, unit: str) -> tuple[Any, Any]:
    """Submitted and accepted, at the unit that has it."""
    submitted, accepted = given.submitted(number, unit=unit), given.accepted(number, unit=unit)
    submitted.receiving_unit = accepted.handling_unit = unit
    return submitted, accepted


def rate(unit: str, when: When, **more: Any) -> metrics_pb2.GetRateRequest:
    found = metrics_pb2.GetRateRequest(definition=OF, unit=unit, **when.days, **more)
    if when.as_of:
        found.as_of.CopyFrom(timestamp(when.as_of))
    return found


def lists(unit: str, when: When) -> Iterator[metrics_pb2.ListRatesRequest]:
    by = metrics_pb2.Breakdown
    for breakdown, more in (
        (by.BREAKDOWN_MONTH, {}),
        (by.BREAKDOWN_YEAR, {"cumulative": True}),
        (by.BREAKDOWN_UNIT, {}),
        (by.BREAKDOWN_UNIT, {"subtrees": True}),
        (by.BREAKDOWN_CHANNEL, {}),
        (by.BREAKDOWN_UNIT, {"across": by.BREAKDOWN_YEAR}),
    ):
        asked = {"definition": OF, "unit": unit, "breakdown": breakdown, "page_size": 1000}
        yield metrics_pb2.ListRatesRequest(**asked, **when.days, **more)
        yield metrics_pb2.ListRatesRequest(**asked, **more)


def leagues(unit: str, when: When) -> Iterator[leagues_pb2.ListLeagueLinesRequest]:
    for of in leagues_pb2.LeagueOf.values()[1:]:
        yield leagues_pb2.ListLeagueLinesRequest(definition=OF, unit=unit, of=of, **when.days)


def score(unit: str, when: When) -> scores_pb2.GetScoreRequest:
    own = text('2 threshold = "1"').encode()
    return scores_pb2.GetScoreRequest(text=own, unit=unit, **when.days)


def receipt(unit: str, when: When, positions: Any) -> events_pb2.Receipt:
    asked = rate(unit, when)
    found = events_pb2.Receipt(definition=OF, version=1, positions=positions)
    found.scope.unit = unit
    found.period.start.CopyFrom(asked.start_date)
    found.period.end.CopyFrom(asked.end_date)
    if asked.HasField("as_of"):
        found.as_of.CopyFrom(asked.as_of)
    return found


def publishing(unit: str, when: When) -> publications_pb2.PublishFiguresRequest:
    figures = [publications_pb2.FigureToPublish(definition=OF)]
    found = publications_pb2.PublishFiguresRequest(
        unit=unit, figures=figures, request_id=str(uuid4()), reason="again", **when.days
    )
    if when.as_of:
        found.as_of.CopyFrom(timestamp(when.as_of))
    return found


def holds_others(answers: Iterable[Message]) -> bool:
    """Whether anything of Q is in it: its name, its dossiers, or a number that only Q can make."""
    names = {Q, *(given.dossier(OWN + n + 1) for n in range(OTHERS))}
    return any(
        any(name in str(each) for name in names) or max(numbers(each), default=0) >= OTHERS
        for each in answers
    )


def holds_own(answers: Iterable[Message]) -> bool:
    """Whether P's items are."""
    return any(OWN in set(numbers(each)) for each in answers)


def numbers(message: Message) -> Iterator[int]:
    """Of every figure in a message."""
    for field, value in message.ListFields():
        if field.message_type:
            for each in value if field.is_repeated else [value]:
                yield from numbers(each)
        elif field.name in NUMBERS and isinstance(value, int):
            yield value


def this_and_next() -> When:
    """A period that ends in the month after this one."""
    return When(next_month(next_month(local_day(utc_now()))))


def years(n: int) -> datetime:
    """A midnight of so many years from now."""
    return midnight(date(datetime.now(UTC).year + n, 1, 1))
