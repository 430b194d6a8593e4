"""Services of the second reading that were at level 3 or 4 in a month, and their online dossiers.

A dossier counts where it is in the numerator of `online_handling`, in the scope and the month.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise

from services.console.instants import local_midnight, next_month
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.items import Item, item_of
from services.console.reading.figures.sums import FigureKey, Scopes
from services.console.reading.folding.catalogue import Span
from services.console.reading.folding.fold import Reading

LEVEL = 3  # online filing begins here
COUNTED = "online_handling"
COUNTED_BY = f"{COUNTED}@1"  # whatever is adopted later
FACTS = frozenset({"reached_3", "online_dossiers"})
Online = Mapping[tuple[str, str], int]  # how many, by service and unit


def active_items(
    reading: Reading, definition: Definition, scopes: Scopes, month: date, online: Online
) -> Iterator[tuple[FigureKey, Item]]:
    """Each service in each scope in which an offering of it was at that level."""
    reached: dict[str, set[str]] = {}
    for offering in reading.offerings.values():
        if was_reached(offering.spans, local_midnight(month), local_midnight(next_month(month))):
            reached.setdefault(offering.service, set()).update(scopes.of(offering.unit, month))
    dossiers: dict[tuple[str, str], int] = {}
    for (service, unit), n in online.items():
        for scope in scopes.of(unit, month):
            dossiers[service, scope] = dossiers.get((service, scope), 0) + n
    for service, inside in reached.items():
        for scope in inside:
            facts = {"reached_3": True, "online_dossiers": dossiers.get((service, scope), 0)}
            if in_force := definition.classify(facts):
                item = item_of(definition, service, in_force)
                for only in ("", service) if scope == "" else ("",):
                    yield FigureKey(definition.id, scope, only, month), item


def was_reached(spans: list[Span], start: datetime, end: datetime) -> bool:
    """Whether one of them was open at that level at an instant of [start, end)."""
    for span, following in pairwise([*spans, None]):
        if span and span.open and span.level is not None and span.level >= LEVEL:
            over = following is not None and following.since <= start
            if span.since < end and not over:
                return True
    return False
