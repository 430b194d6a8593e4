"""Dossiers read twice: metrics and the console's second reading class each of them alike.

Given random events of a dossier, late, repeated, voided and corrected, when both read them, then
key, unit, membership and reason of its items are the same. Must not need a stack.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from motcua.submissions.v1.events_pb2 import (
    Anomaly,
    Channel,
    DeadlineFacts,
    DossierAccepted,
    DossierCorrected,
    DossierFacts,
    DossierSubmitted,
    DossierVoided,
    Due,
    FactTime,
    OfferingFacts,
    ResultRecorded,
    Verdict,
)
from services.console.dossier_fold import FOLDS, Dossiers, Fact
from services.console.figures import dossier_items
from services.console.fold import Reading
from services.metrics.domain.facts import Facts, Seen, evolve
from services.submissions.domain.due import verdict
from services.submissions.domain.moments import Moment
from tests.metrics.given import timestamp
from tests.metrics.naive_classes import RULES

RECORDED = datetime(2026, 11, 21, 2, tzinfo=UTC)
TIMES = st.sampled_from(
    [
        *(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(12)),
        datetime(1899, 12, 31, 16, 59, 59, tzinfo=UTC),
        datetime(2127, 1, 1, tzinfo=UTC),
    ]
)
UNITS = st.sampled_from(["units/ward", "units/other"])
ANOMALIES = st.sampled_from([(), (), *((each,) for each in Anomaly.values() if 0 < each < 20)])
DUES = st.none() | st.builds(
    lambda at, ends: Due(time=timestamp(at), end_of_day=ends), TIMES, st.booleans()
)
MEMBERSHIPS = {1: "numerator", 2: "denominator", 3: "excluded", 4: "unknown"}
NAME = "dossiers/00000000-0000-0000-0000-000000000001"


def offering(level: int | None, unit: str) -> OfferingFacts:
    return OfferingFacts(service="services/birth", unit=unit, level=level)


def judged(at: datetime, due: Due | None, *, known: bool, day_only: bool) -> Verdict:
    if not known:
        return Verdict.VERDICT_UNSPECIFIED if due else Verdict.VERDICT_NO_DUE
    return verdict(Moment(at, day_only=day_only), due)


@st.composite
def corrections(draw: st.DrawFn) -> DossierCorrected:
    at, due, known = draw(TIMES), draw(DUES), draw(st.booleans())
    facts = DossierFacts(
        channel=draw(st.sampled_from(Channel.values())),
        assisted=draw(st.booleans()),
        voided=draw(st.booleans()),
        offering=offering(draw(st.sampled_from([None, 2, 4])), draw(UNITS)),
        handling_unit=draw(UNITS),
        anomalies=draw(ANOMALIES),
    )
    if draw(st.booleans()):
        facts.accepted.CopyFrom(FactTime(time=timestamp(draw(TIMES)), time_known=known))
    if draw(st.booleans()):
        day_only = draw(st.booleans())
        facts.ended.CopyFrom(FactTime(time=timestamp(at), time_known=known, day_only=day_only))
        facts.deadline.CopyFrom(DeadlineFacts(due=due))
        facts.verdict = judged(at, due, known=known, day_only=day_only)
    return DossierCorrected(dossier=NAME, version=1, facts=facts)


@st.composite
def endings(draw: st.DrawFn) -> tuple[ResultRecorded, datetime]:
    at, due, known = draw(TIMES), draw(DUES), draw(st.booleans())
    day_only = draw(st.booleans())
    event = ResultRecorded(
        dossier=NAME,
        handling_unit=draw(UNITS),
        due=due,
        verdict=judged(at, due, known=known, day_only=day_only),
        anomalies=draw(ANOMALIES),
        time_known=known,
        day_only=day_only,
    )
    return event, at


ACCEPTANCES = st.builds(
    DossierAccepted,
    dossier=st.just(NAME),
    offering=st.builds(offering, st.sampled_from([None, 2, 4]), UNITS),
    channel=st.sampled_from(Channel.values()),
    assisted=st.booleans(),
    anomalies=ANOMALIES,
    time_known=st.booleans(),
)
EVENTS = st.one_of(
    st.tuples(ACCEPTANCES, TIMES),
    endings(),
    st.tuples(st.just(DossierVoided(dossier=NAME, time_known=True)), TIMES),
    st.tuples(corrections(), TIMES),
)
FIRST = DossierSubmitted(dossier=NAME, offering=offering(3, "units/ward"), channel=1)


def by_metrics(events: list[tuple[Any, datetime]]) -> dict[str, tuple[object, ...]]:
    facts = Facts(NAME)
    for n, (message, at) in enumerate(events):
        facts = evolve(facts, Seen(message, n + 1, at, RECORDED + timedelta(seconds=n)))
    found = {name.partition("@")[0]: rule(facts) for name, rule in RULES.items()}
    return {
        name: (each.key_at, each.unit, MEMBERSHIPS[each.membership], each.reason, each.assisted)
        for name, each in found.items()
        if each
    }


def by_second_reading(events: list[tuple[Any, datetime]]) -> dict[str, tuple[object, ...]]:
    dossiers: Dossiers = {}
    for n, (message, at) in enumerate(events):
        recorded_at = RECORDED + timedelta(seconds=n)
        fact = Fact("submissions", n + 1, message.DESCRIPTOR.full_name, at, recorded_at, b"", n + 1)
        FOLDS[type(message)](dossiers, message, fact)
    return {
        definition: (key, unit, item.membership, item.reason, item.assisted)
        for definition, _, key, unit, item in dossier_items(Reading(dossiers=dossiers))
    }


@settings(max_examples=400)
@having(st.lists(EVENTS, max_size=6))
def test_both_class_a_dossier_alike(events: list[tuple[Any, datetime]]) -> None:
    history = [(FIRST, RECORDED - timedelta(days=300)), *events]
    assert by_second_reading(history) == by_metrics(history)
