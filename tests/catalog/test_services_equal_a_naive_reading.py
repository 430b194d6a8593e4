"""Random lives of a service, against a reading of its facts with no cleverness.

Promises that what is in force at any instant, as known after any fact, is what the facts up to
there say. Must not share code with the domain: the oracle reads messages only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import services, versions
from services.catalog.resources import dated_resources
from services.catalog.resources.services import resource_periods
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from tests.catalog.given import content, open_unit

BEGAN = datetime(2026, 3, 1, 15, tzinfo=UTC)  # two hours before midnight in Vietnam
HOUR = timedelta(hours=1)


class Step(NamedTuple):
    """What somebody tries: hours after the last attempt, taking effect hours from then."""

    what: str
    after: int
    effect: int
    number: int
    fee: int


some_steps = some.lists(
    some.builds(
        Step,
        some.sampled_from(
            ["revise", "revise", "publish", "publish", "correct", "earlier", "withdraw", "retire"]
        ),
        some.integers(0, 9),
        some.integers(-30, 60),
        some.integers(1, 6),
        some.integers(0, 3),
    ),
    max_size=25,
)


def attempt(step: Step, service: versions.Service, now: datetime) -> Sequence[Fact]:
    """What the step comes to; a refusal where it may not be."""
    authority, at = open_unit(), now + step.effect * HOUR
    match step.what:
        case "publish":
            return services.publish(service, authority=authority, at=at, reason="cũ", now=now)
        case "correct":
            said = content(fee=step.fee + 10)
            return services.correct(
                service, number=step.number, stated=said, authority=authority, reason="sai", now=now
            )
        case "earlier":
            said = next((v.content for v in service.versions if v.number == 1), content())
            return services.correct(
                service, number=1, stated=said, authority=authority, at=at, reason="sai", now=now
            )
        case "withdraw":
            return services.withdraw(service, number=step.number, reason="hoãn", now=now)
        case "retire":
            return services.retire(service, at=at, legal_basis="", reason="cũ", now=now)
    proposed = facts.ServiceDrafted(service="services/a", content=content(fee=step.fee))
    decide = services.revise if service.name else services.draft
    return decide(service, proposed=proposed, authority=authority, now=now)


def lived(steps: list[Step]) -> list[Fact]:
    """The facts of a life, in the order in which they were recorded."""
    now, recorded = BEGAN, list(attempt(Step("revise", 0, 0, 0, 0), versions.Service(), BEGAN))
    for step in steps:
        now += step.after * HOUR
        try:
            recorded += attempt(step, folded(recorded), now)
        except Refusal:
            continue
    return recorded


def folded(recorded: Sequence[Fact]) -> versions.Service:
    return versions.DECIDER.fold(versions.Service(), recorded)


class Reading(NamedTuple):
    """What the facts say of an instant."""

    state: api.Service.State
    version: int
    fee: int


def naive(recorded: list[Fact], at: datetime) -> Reading | None:
    """Every fact looked at, from the first to the last, for one instant."""
    number, since, fee, retired = 0, datetime.min.replace(tzinfo=UTC), -1, False
    gone = {fact.message.version for fact in recorded if kind(fact) == "ServiceVersionWithdrawn"}
    last = {fact.message.version: fact for fact in recorded if kind(fact) == "ServicePublished"}
    for fact in recorded:
        said: Any = fact.message
        if kind(fact) == "ServiceDrafted" and number == 0 and fact.occurred_at <= at:
            fee = fee_of(said)
        elif kind(fact) == "ServiceRetired":
            retired = time_of(said) <= at
        elif (
            kind(fact) != "ServicePublished"
            or said.version in gone
            or fact is not last[said.version]
        ):
            continue
        elif since <= time_of(said) <= at:
            number, since, fee = said.version, time_of(said), fee_of(said)
    if retired:
        return Reading(api.Service.STATE_RETIRED, number, fee)
    if number:
        return Reading(api.Service.STATE_PUBLISHED, number, fee)
    return Reading(api.Service.STATE_DRAFT, 0, fee) if fee >= 0 else None


def kind(fact: Fact) -> str:
    return fact.message.DESCRIPTOR.name


def time_of(stated: Any) -> datetime:
    found: datetime = stated.effective_time.ToDatetime(tzinfo=UTC)
    return found


def fee_of(stated: Any) -> int:
    return sum(line.amount for line in stated.content.fees)


def instants(recorded: list[Fact]) -> list[datetime]:
    """Everything that happened or takes effect, and the moments around it."""
    times = [fact.occurred_at for fact in recorded]
    times += [time_of(fact.message) for fact in recorded if hasattr(fact.message, "effective_time")]
    return sorted({time + HOUR * shift / 2 for time in times for shift in (-1, 0, 1)})


@settings(max_examples=150)
@given(some_steps)
def test_what_is_in_force_at_any_instant_as_known_at_any_time(steps: list[Step]) -> None:
    recorded = lived(steps)
    for known in range(1, len(recorded) + 1):
        service = folded(recorded[:known])
        for at in instants(recorded):
            said = naive(recorded[:known], at)
            version = versions.version_at(service, at)
            in_force = said is not None and said.state == api.Service.STATE_PUBLISHED
            assert (version is not None) == in_force
            if version and said:
                assert (version.number, fee_of(version)) == said[1:]


@settings(max_examples=150)
@given(some_steps)
def test_what_is_shown_of_any_instant_as_known_at_any_time(steps: list[Step]) -> None:
    recorded = lived(steps)
    for known in range(1, len(recorded) + 1):
        found = resource_periods(folded(recorded[:known]))
        for at in instants(recorded):
            said = naive(recorded[:known], at)
            assert (said is None) == (at < found[0].since)
            if said:
                one = dated_resources.shown(found, at, position=known, version=known)
                assert Reading(one.state, one.version, sum(f.amount for f in one.fees)) == said


@settings(max_examples=100)
@given(some_steps)
def test_whatever_happens_versions_are_in_order_and_none_begins_after_the_end(
    steps: list[Step],
) -> None:
    service = folded(lived(steps))
    assert [version.number for version in service.versions] == list(
        range(1, len(service.versions) + 1)
    )
    times = [version.effective_time for version in service.valid]
    assert times == sorted(times)
    if service.retired_at:
        assert all(time <= service.retired_at for time in times)
