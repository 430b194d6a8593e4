"""Who had a dossier when: any history, cut into any batches, as known at every position.

Promises no database: rows are kept in lists here.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from hypothesis import given as having
from hypothesis import strategies as st

from motcua.submissions.v1 import events_pb2 as events
from services.metrics.domain.intervals import Interval, IntervalFold, Turn, Why
from services.metrics.domain.seen import Seen
from services.metrics.domain.versions import OPEN
from tests.metrics.given import AT, OTHER, RECORDED, WARD, accepted, dossier, ended, submitted
from tests.metrics.given import timestamp as stamp

HOUR = timedelta(hours=1)
OFFICER = "o-1"


class Rows:
    """What the table would hold."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int, int], Interval] = {}

    def before(self) -> dict[str, Interval]:
        known = (key for key, each in self.rows.items() if each.known_to == OPEN)
        return {name: self.rows[name, n, since] for name, n, since in sorted(known)}

    def write(self, fold: IntervalFold) -> None:
        for name, each in fold.ended:
            assert self.rows[name, each.number, each.known_from].ends is None
            self.rows[name, each.number, each.known_from] = each
        for name, position in fold.replaced.items():
            for key, each in self.rows.items():
                if key[0] == name and each.known_to == OPEN:
                    self.rows[key] = each._replace(known_to=position)
        for name, each in fold.rows():
            assert (name, each.number, each.known_from) not in self.rows
            self.rows[name, each.number, each.known_from] = each

    def known(self, position: int) -> dict[str, list[tuple[Any, ...]]]:
        """By dossier: number, why it is apart, what holds, from when to when."""
        found: dict[str, list[tuple[Any, ...]]] = {}
        for (name, number, since), each in sorted(self.rows.items()):
            if since <= position < each.known_to:
                ends = each.ends if each.ended_from <= position else None
                apart = 0 if number else each.began
                found.setdefault(name, []).append((number, apart, each.held, each.begins, ends))
        return found


def folded(seen: list[Seen], cuts: list[int]) -> Rows:
    """The rows after these events, in batches that end at the cuts."""
    rows = Rows()
    ends = sorted({cut for cut in cuts if 0 < cut < len(seen)} | {len(seen)})
    for start, end in zip([0, *ends], ends, strict=False):
        fold = IntervalFold(rows.before())
        for each in seen[start:end]:
            fold.take(each.message.dossier, each)
        rows.write(fold)
    return rows


class Naive(NamedTuple):
    """All that a dossier was, by plain lists."""

    begun: list[tuple[datetime, tuple[Any, ...]]]
    apart: int | None = None  # why, as its row says


def naive(seen: list[Seen]) -> dict[str, list[tuple[Any, ...]]]:
    """The oracle: one event after the other, nothing remembered but who had it since when."""
    found: dict[str, Naive] = {}
    for each in seen:
        said: Any = each.message
        name = said.dossier
        if isinstance(said, events.DossierVoided):
            found[name] = found[name]._replace(apart=Why.VOIDED)
        elif isinstance(said, events.DossierCorrected):
            found[name] = by_periods(said.facts)
        else:
            found[name] = step(found.get(name, Naive([])), said, each.occurred_at)
    return {name: rows_of(each) for name, each in found.items()}


def by_periods(facts: events.DossierFacts) -> Naive:
    begun: list[tuple[datetime, tuple[Any, ...]]] = []
    requests = 0
    for each in facts.periods:
        was = begun[-1][1][0] if begun else 0
        requests += each.status == 5 and was != 5
        held = (each.status, each.handling_unit, each.assignee, each.after_acceptance, None)
        begun.append((each.start_time.ToDatetime(UTC), (*held, requests)))
    return Naive(begun, Why.VOIDED if facts.voided else disorder(begun))


def disorder(begun: list[tuple[datetime, tuple[Any, ...]]]) -> int | None:
    times = [at for at, _ in begun]
    goes_back = times != sorted(times) or accepted_after_end(begun)
    return Why.DISORDERED if goes_back else None


def accepted_after_end(begun: list[tuple[datetime, tuple[Any, ...]]]) -> bool:
    was = False
    for _, (status, _, _, is_accepted, *_) in begun:
        if is_accepted and not was and status in {3, 7, 8, 9, 10}:
            return True
        was = was or is_accepted
    return False


def step(known: Naive, said: Any, at: datetime) -> Naive:
    status, unit, officer, is_accepted, due, requests = (
        known.begun[-1][1] if known.begun else (0, "", "", False, None, 0)
    )
    name = type(said).__name__
    if not getattr(said, "late", False):
        status = STATUS.get(name, status)
        if name in UNIT:
            unit = getattr(said, UNIT[name])
    if name == "SupplementAnswered":
        status = status if said.late else (4 if said.after_acceptance else 1)
    if name == "DossierTransferred":
        officer = ""
    if name == "DossierAssigned":
        officer = said.assignee
    is_accepted = is_accepted or name == "DossierAccepted"
    requests = said.number if name == "SupplementRequested" else requests
    held = (status, unit, officer, is_accepted, due, requests)
    if known.begun and known.begun[-1][1] == held:
        return known
    begun = [*known.begun, (at, held)]
    return Naive(begun, disorder(begun) if known.apart is None else known.apart)


def rows_of(known: Naive) -> list[tuple[Any, ...]]:
    if known.apart is not None:
        times = [at for at, _ in known.begun]
        return [(0, known.apart, known.begun[-1][1], min(times), max(times))]
    ends = [*(at for at, _ in known.begun[1:]), None]
    return [
        (n, 0, held, at, end)
        for n, ((at, held), end) in enumerate(zip(known.begun, ends, strict=True), start=1)
    ]


STATUS = {
    "DossierSubmitted": 1, "DossierAccepted": 2, "DossierRefused": 3, "HandlingStarted": 4,
    "SupplementRequested": 5, "ObligationRequested": 6, "ObligationMet": 4, "DossierWithdrawn": 7,
    "DossierStopped": 8, "ResultRecorded": 9, "ResultReturned": 10,
}  # fmt: skip
UNIT = {
    "DossierSubmitted": "receiving_unit", "DossierAccepted": "handling_unit",
    "HandlingStarted": "handling_unit", "ResultRecorded": "handling_unit",
    "DossierTransferred": "to_unit",
}  # fmt: skip


def steps(number: int) -> st.SearchStrategy[Any]:
    """Whatever can be said of a dossier, in any order."""
    name = dossier(number)
    late = st.booleans()
    return st.one_of(
        st.just(accepted(number)),
        st.just(ended(number)),
        st.builds(events.HandlingStarted, dossier=st.just(name), late=late, **held()),
        st.builds(
            events.SupplementRequested, dossier=st.just(name), late=late, number=st.integers(1, 3)
        ),
        st.builds(
            events.SupplementAnswered,
            dossier=st.just(name),
            late=late,
            after_acceptance=st.booleans(),
        ),
        st.builds(events.ObligationRequested, dossier=st.just(name), late=late),
        st.builds(events.DossierStopped, dossier=st.just(name), late=late),
        st.builds(events.DossierWithdrawn, dossier=st.just(name)),
        st.builds(
            events.DossierTransferred, dossier=st.just(name), to_unit=st.sampled_from([WARD, OTHER])
        ),
        st.builds(
            events.DossierAssigned, dossier=st.just(name), assignee=st.sampled_from(["", OFFICER])
        ),
        st.just(events.DossierVoided(dossier=name)),
        st.just(events.DossierErased(dossier=name)),
        st.builds(
            events.DossierCorrected,
            dossier=st.just(name),
            facts=st.builds(
                events.DossierFacts,
                voided=st.booleans(),
                periods=st.lists(periods()).map(first_submitted),
            ),
        ),
    )


def held() -> dict[str, Any]:
    return {"handling_unit": st.sampled_from([WARD, OTHER])}


def first_submitted(found: list[events.DossierPeriod]) -> list[events.DossierPeriod]:
    start = stamp(AT + 5 * HOUR)
    return [events.DossierPeriod(start_time=start, status=1, handling_unit=WARD), *found]


def periods() -> st.SearchStrategy[Any]:
    return st.builds(
        events.DossierPeriod,
        start_time=st.integers(0, 40).map(lambda hours: stamp(AT + hours * HOUR)),
        status=st.sampled_from([1, 2, 4, 5, 9, 10]),
        after_acceptance=st.booleans(),
        **held(),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Seen]:
    """Two dossiers, their events mixed; now and then time goes back."""
    said: list[Any] = [submitted(1), submitted(2)]
    said += draw(st.lists(st.one_of(steps(1), steps(2)), max_size=14))
    at, seen = AT, []
    for position, message in enumerate(said, start=1):
        at += HOUR * draw(st.sampled_from([0, 1, 1, 2, 5, -3]))
        seen.append(Seen(message, position, at, RECORDED))
    return seen


@having(histories(), st.lists(st.integers(1, 16), max_size=5))
def test_what_was_known_at_any_position_is_what_its_events_say(
    seen: list[Seen], cuts: list[int]
) -> None:
    rows = folded(seen, cuts)
    for position in range(len(seen) + 1):
        assert rows.known(position) == naive(seen[:position])


@having(histories(), st.lists(st.integers(1, 16), max_size=5))
def test_rows_do_not_depend_on_how_events_are_cut(seen: list[Seen], cuts: list[int]) -> None:
    assert folded(seen, cuts).rows == folded(seen, []).rows


def turns(*said: Any) -> list[tuple[int, int]]:
    """How each interval began and ended."""
    messages = [submitted(1), *said]
    seen = [Seen(each, n + 1, AT + n * HOUR, RECORDED) for n, each in enumerate(messages)]
    return [(int(each.began), int(each.ended)) for each in folded(seen, []).rows.values()]


@pytest.mark.parametrize(
    ("end", "turn"),
    [
        (ended(1), Turn.ENDED),
        (events.DossierWithdrawn(dossier=dossier(1)), Turn.WITHDRAWN),
        (events.DossierStopped(dossier=dossier(1)), Turn.STOPPED),
        (events.DossierRefused(dossier=dossier(1)), Turn.REFUSED),
    ],
)
def test_an_interval_says_how_it_began_and_ended(end: Any, turn: Turn) -> None:
    sent = events.DossierTransferred(dossier=dossier(1), to_unit=OTHER)
    asked = events.SupplementRequested(dossier=dossier(1))
    found = turns(accepted(1), asked, sent, end)
    expected = [Turn.SUBMITTED, Turn.ACCEPTED, Turn.CHANGED, Turn.TRANSFERRED, turn, 0]
    assert found == list(pairwise(expected))
