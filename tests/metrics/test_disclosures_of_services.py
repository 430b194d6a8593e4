"""How many services were used online tells where nobody filed: it is shown beside the dossiers.

Receipts are given, then publications. Must not need NATS.
"""

from __future__ import annotations

import pytest

from motcua.metrics.v1.events_pb2 import Disclosure
from services.metrics.api.publishing import Publishing
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.indicators.definition import Definition, read
from tests.metrics.conftest import Fed
from tests.metrics.shipped import DEFINITIONS, find
from tests.metrics.test_disclosures_superseded import QUARTER, WORLD, figure, shown
from tests.metrics.test_figures_published import accept, asking, publish, publishing

__all__ = ["publishing"]
ONLINE, USED = "online_handling", "activity"


def used(numerator: int, *, unit: str = "a") -> Candidate:
    """So many of 12 services."""
    return figure(unit, numerator, 12, definition=USED)


def online(numerator: int, *, unit: str = "a") -> Candidate:
    """So many of 60 dossiers."""
    return figure(unit, numerator, 60, definition=ONLINE)


def hides(now: Candidate, *beside: Candidate, **seen: Disclosed) -> bool:
    """Whether figures of services are hidden that are published with others, and after others."""
    wanted = {"now": now, **{f"{n}": each for n, each in enumerate(beside)}}
    return "now" in hidden(wanted, seen, DEFINITIONS, WORLD)


@pytest.mark.parametrize(
    ("services", "dossiers", "few"),
    [
        *((0, 0, False), (0, 7, True), (7, 7, True), (3, 3, True), (3, 0, True)),
        *((4, 5, True), (4, 7, True), (4, 8, False), (5, 10, False)),
    ],
)
def test_services_are_shown_where_their_dossiers_are_and_say_no_more(
    services: int, dossiers: int, *, few: bool
) -> None:
    """Of 7 services with 7 dossiers each has one, and of 4 with 7 one of them; where nobody filed
    that is shown.
    """
    assert hides(used(services), online(dossiers)) == few
    if dossiers != 3:
        assert hides(used(services), of=shown(online(dossiers))) == few


@pytest.mark.parametrize(
    ("services", "dossiers", "few"), [(6, 21, True), (6, 22, False), (7, 23, True), (5, 21, False)]
)
def test_a_service_that_is_used_since_is_not_shown_by_its_only_dossier(
    services: int, dossiers: int, *, few: bool
) -> None:
    """Of 20 dossiers 5 services were used, and of 21 there are 6: the new one has one dossier."""
    before = {"used": shown(used(5)), "of": shown(online(20))}
    later = [known_later(each) for each in (used(services), online(dossiers))]
    assert ("used" in hidden({"used": later[0], "of": later[1]}, before, DEFINITIONS, WORLD)) == few
    filed = before | {"of": shown(online(20), later[1])}
    assert ("used" in hidden({"used": later[0]}, filed, DEFINITIONS, WORLD)) == few


def known_later(of: Candidate) -> Candidate:
    of.receipt.positions[0].position += 1
    return of


def test_without_the_same_dossiers_services_are_hidden() -> None:
    """Those of another ward or period say nothing of these; nor what is hidden, or moved since."""
    assert hides(used(0))
    assert hides(used(0), online(0, unit="b"))
    assert hides(used(0), figure("a", 0, 60, definition=ONLINE, period=QUARTER))
    assert hides(used(0), figure("a", 0, 60, definition="online_handling.all"))
    secret = Disclosed(online(0).question, online(0).receipt, disclosed=False, shown=None)
    assert hides(used(0), of=secret)
    assert hides(used(0), of=shown(online(0))._replace(moved=True))


def own(name: str, numerator: str, where: str = "reached_3") -> Definition:
    """A city's definition of services."""
    text = find(USED).text.replace(f'"{USED}"', f'"{name}"').replace("'reached_3'", f"'{where}'")
    return read(text.replace("online_dossiers >= 1", numerator))


@pytest.mark.parametrize(
    ("numerator", "where", "few"),
    [
        ("online_dossiers >= 1", "reached_3", False),
        ("online_dossiers >= 2", "reached_3", True),
        ("reached_3", "online_dossiers >= 3", True),
        ("online_dossiers >= 1", "online_dossiers >= 3", True),
    ],
)
def test_how_many_a_service_has_is_never_shown(numerator: str, where: str, *, few: bool) -> None:
    definition = own("own.used", numerator, where)
    asked = used(6)
    asked = asked._replace(question=asked.question._replace(definition=definition))
    wanted = {"now": asked, "online": online(20)}
    assert ("now" in hidden(wanted, {}, [*DEFINITIONS, definition], WORLD)) == few


async def test_services_are_published_with_their_dossiers(fed: Fed, publishing: Publishing) -> None:
    async def published(*definitions: str) -> list[bool]:
        found = await publish(publishing, asking(*definitions, reason="late"))
        return [each.disclosure == Disclosure.DISCLOSURE_SHOWN for each in found]

    assert await published(USED) == [False]
    for n in range(1, 4):
        await accept(fed, n)
    assert await published(ONLINE, USED) == [False, False]
    for n in range(4, 10):
        await accept(fed, n)
    assert await published(ONLINE) == [True]
    assert await published(USED) == [False]  # as it was: hidden with the same numbers
