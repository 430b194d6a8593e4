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
    DossierRated,
    DossierStopped,
    DossierSubmitted,
    DossierVoided,
    DossierWithdrawn,
    Due,
    FactTime,
    FeeWaived,
    OfferingFacts,
    PaymentRecorded,
    PaymentRefunded,
    RatingFacts,
    ResultRecorded,
    Verdict,
)
from services.console.reading.figures.dossier_items import alike, by_kind, shared_of
from services.console.reading.folding.dossier_fold import FOLDS, Dossiers, Fact
from services.metrics.domain.facts import Facts, Seen, evolve
from services.submissions.domain.due import verdict
from services.submissions.domain.moments import Moment
from tests.e2e.definitions import DEFINITIONS
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


MAYBE = st.none() | st.booleans()
MINUTES = st.sampled_from([None, 0, 30, 31, 30_000])


def offering(
    level: int | None, unit: str, fee: int | None = None, written: bool | None = None
) -> OfferingFacts:
    return OfferingFacts(
        service="services/birth", unit=unit, level=level, fee=fee, written_result=written
    )


def judged(at: datetime, due: Due | None, *, known: bool, day_only: bool) -> Verdict:
    if not known:
        return Verdict.VERDICT_UNSPECIFIED if due else Verdict.VERDICT_NO_DUE
    return verdict(Moment(at, day_only=day_only), due)


OFFERINGS = st.builds(
    offering, st.sampled_from([None, 2, 4]), UNITS, st.sampled_from([None, 0, 5]), MAYBE
)


@st.composite
def corrections(draw: st.DrawFn) -> DossierCorrected:
    at, due, known = draw(TIMES), draw(DUES), draw(st.booleans())
    facts = DossierFacts(
        channel=draw(st.sampled_from(Channel.values())),
        assisted=draw(st.booleans()),
        voided=draw(st.booleans()),
        offering=draw(OFFERINGS),
        handling_unit=draw(UNITS),
        anomalies=draw(ANOMALIES),
        fee_waived=draw(st.booleans()),
        paid_online=draw(st.booleans()),
        electronic_result=draw(MAYBE),
        working_minutes=draw(MINUTES),
        rating=draw(st.sampled_from([None, RatingFacts(value=2), RatingFacts(value=4)])),
        closed=draw(st.sampled_from([None, FactTime(time_known=True)])),
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
        electronic_result=draw(MAYBE),
        working_minutes=draw(MINUTES),
    )
    return event, at


ACCEPTANCES = st.builds(
    DossierAccepted,
    dossier=st.just(NAME),
    offering=OFFERINGS,
    day_only=st.booleans(),
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
    st.tuples(
        st.sampled_from(
            [
                PaymentRecorded(dossier=NAME, paid_online=True),
                PaymentRefunded(dossier=NAME),
                FeeWaived(dossier=NAME),
                DossierRated(dossier=NAME, value=1),
                DossierRated(dossier=NAME, value=5),
                DossierWithdrawn(dossier=NAME, after_acceptance=True),
                DossierStopped(dossier=NAME),
            ]
        ),
        TIMES,
    ),
)
FIRST = DossierSubmitted(dossier=NAME, offering=offering(3, "units/ward"), channel=1)


def by_metrics(events: list[tuple[Any, datetime]]) -> dict[str, tuple[object, ...]]:
    facts = Facts(NAME)
    for n, (message, at) in enumerate(events):
        facts = evolve(facts, Seen(message, n + 1, at, RECORDED + timedelta(seconds=n)))
    found = {name.partition("@")[0]: rule(facts) for name, rule in RULES.items()}
    return {
        name: (
            each.key_at,
            each.unit,
            MEMBERSHIPS[each.membership],
            each.reason,
            each.assisted,
            each.can_still,
        )
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
        found.definition.id: (
            found.at,
            found.item.unit,
            found.item.membership,
            found.item.reason,
            found.item.assisted,
            found.item.can_still,
        )
        for dossier in dossiers.values()
        for found in alike(shared_of(dossier), by_kind(DEFINITIONS)["dossier"])
    }


@settings(max_examples=400)
@having(st.lists(EVENTS, max_size=6))
def test_both_class_a_dossier_alike(events: list[tuple[Any, datetime]]) -> None:
    history = [(FIRST, RECORDED - timedelta(days=300)), *events]
    assert by_second_reading(history) == by_metrics(history)
