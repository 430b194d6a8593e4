"""The statements that classify services: in one scope or many units, in each of some periods.

Promises that a service has the same class in a list as alone. Must not ask anything.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from services.chassis.database import statements
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.figures import Positions, Question
from services.metrics.domain.indicators.classification import classification
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.shipped import shipped
from services.metrics.domain.periods import Period, midnight, window
from services.metrics.queries.chosen import chosen_by
from services.metrics.queries.parameters import units
from services.metrics.queries.storage import over_units, written
from services.metrics.settings import SQL

OF_PERIOD = ("reached_3", "online_dossiers")  # facts
# Parameters that differ from period to period.
PLACES = {"$2": "as_of", "$6": "since", "$7": "until"}
_TIMES = re.compile(r"\$[267]\b")
_PARTS = re.compile(
    r":(in_force|offered_facts|facts_as_of|facts_in_period|last_version|online_items|scopes"
    r"|classed_services)\b"
)


class Units(NamedTuple):
    """A unit with all below it, or alone; "": the whole tree."""

    unit: str
    alone: bool


class Time(NamedTuple):
    """The period of a question, and as of when it is."""

    period: Period
    as_of: datetime


class Place(NamedTuple):
    """What of a question is looked up by itself; its services and fields are parts of that."""

    scope: Units
    time: Time


def place_of(question: Question) -> Place:
    """A question's."""
    scope = Units(question.scope.unit, question.scope.alone)
    return Place(scope, Time(question.period, question.as_of))


def classifying(
    whole: Question, scopes: Sequence[Units], times: Sequence[Time], positions: Positions
) -> tuple[str, tuple[Any, ...]]:
    """The statement of these scopes and times, with its parameters."""
    many, definition = len(scopes) > 1, whole.definition
    where = [list(each) for each in zip(*scopes, strict=True)] if many else scopes[0]
    as_of = [each.as_of for each in times]
    values: tuple[Any, ...] = (where[0], as_of, where[1], chosen_by(whole.scope), positions.catalog)
    if in_period(definition):
        since = [midnight(each.period.start) for each in times]
        until = [window(*each).until for each in times]
        values = (*values, since, until, positions.submissions)
    text = _statement(definition, many=many, among=whole.among is not None)
    return text, (*values, *units(whole))


def in_period(definition: Definition) -> bool:
    """Whether its items are those of a period; otherwise they are those of an instant."""
    reasons = (condition for _, condition in definition.exclusions)
    conditions = (definition.where, definition.counted, *reasons)
    named = {fact.name for node in conditions if node for fact in facts_in(node)}
    return not named.isdisjoint(OF_PERIOD)


@cache
def _statement(definition: Definition, *, many: bool, among: bool) -> str:
    """By the definition's text; its own classes are those of the numerator of online_handling."""
    of_period = in_period(definition)
    name = "services_in_period" if of_period else "services_as_of"
    text = in_each(with_parts(statements(SQL)[f"{name}_units" if many else name]))
    columns = {"class": classification(definition)}
    if of_period:
        columns |= {
            "online": classification(shipped()["online_handling@1"]),
            "scope": with_times(written(part("scope_of_units" if many else "scope"), {})),
        }
    return written(over_units(text) if among else text, columns)


def with_parts(text: str) -> str:
    """With what these statements have in common in its places."""
    return _PARTS.sub(lambda place: part(place[1]), text)


def part(name: str) -> str:
    """Without the line that says what it is for."""
    return statements(SQL)[name].partition("\n")[2]


def in_each(text: str) -> str:
    """The same statement in each of some periods, whose times its parameters list."""
    named = {number: name for number, name in PLACES.items() if number in text}
    columns = {
        "times": ", ".join(f"{number}::timestamptz[]" for number in named),
        "names": ", ".join(named.values()),
        "statement": with_times(text),
    }
    return written(part("services_in_each"), columns)


def with_times(text: str) -> str:
    """With the times of one period in place of the parameters."""
    return _TIMES.sub(lambda place: f"asked.{PLACES[place[0]]}", text)
