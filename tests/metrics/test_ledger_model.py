"""The ledger against a plain recount: any history, cut into any batches.

Sums equal the recount at every end of a batch, months equal their days, and what was known at an
earlier position stays readable. Must not need a database.
"""

from collections import Counter
from datetime import date

from hypothesis import given as having
from hypothesis import settings
from hypothesis import strategies as st

from services.chassis.log import Recorded
from services.metrics.domain.facts import Facts
from services.metrics.domain.ledger import Kept, Ledger, Series
from services.metrics.domain.periods import local_day, month_of
from services.metrics.projections import decode
from tests.metrics.recount import contributions, histories


class Tables:
    """What the database would hold, in memory."""

    def __init__(self) -> None:
        self.facts: dict[str, Facts] = {}
        self.kept: list[Kept] = []
        self.days: Counter[tuple[Series, date]] = Counter()
        self.months: Counter[tuple[Series, date]] = Counter()

    def write(self, ledger: Ledger) -> None:
        self.facts |= {dossier: facts for dossier, (facts, _) in ledger.facts.items()}
        for dossier, series, position in ledger.closed:
            [n] = [
                n
                for n, kept in enumerate(self.kept)
                if (kept.dossier, kept.series, kept.to_position) == (dossier, series, 0)
            ]
            self.kept[n] = self.kept[n]._replace(to_position=position)
        self.kept += [*ledger.superseded, *ledger.opened.values()]
        for series, place in ledger.places.items():
            self.days.update({(series, day): delta.n for day, delta in place.days.items()})
            self.months.update({(series, day): delta.n for day, delta in place.months.items()})

    def known(self, position: int) -> Counter[tuple[str, Series]]:
        return Counter(
            (kept.dossier, kept.series)
            for kept in self.kept
            if kept.from_position <= position
            and (position < kept.to_position or not kept.to_position)
        )


def fold(events: list[Recorded], cuts: list[int]) -> Tables:
    """The tables after these events, in batches that end at the cuts."""
    tables = Tables()
    ends = sorted({cut for cut in cuts if 0 < cut < len(events)} | {len(events)})
    for start, end in zip([0, *ends], ends, strict=False):
        batch = decode(events[start:end])
        ledger = Ledger(tables.facts)
        for dossier, seen in batch.seen:
            ledger.take(dossier, seen)
        tables.write(ledger)
    return tables


def recounted(events: list[Recorded]) -> dict[tuple[str, Series], int]:
    """The contributions after these events, by the plain way."""
    return {
        (name[9:], Series(definition, each.service, each.unit, each.membership, each.reason)): 1
        for definition in ("online_handling@1", "on_time.ended@1")
        for name, each in contributions(events, definition).items()
    }


@settings(max_examples=100)
@having(histories().filter(bool), st.lists(st.integers(1, 60)))
def test_sums_equal_the_recount(events: list[Recorded], cuts: list[int]) -> None:
    tables = fold(events, cuts)
    months: Counter[tuple[Series, date]] = Counter()
    days: Counter[tuple[Series, date]] = Counter()
    for definition in ("online_handling@1", "on_time.ended@1"):
        for each in contributions(events, definition).values():
            place = Series(definition, each.service, each.unit, each.membership, each.reason)
            day = local_day(each.key_at)
            months[place, month_of(day)] += 1
            months[place._replace(service=""), month_of(day)] += 1
            days[place._replace(service=""), day] += 1
    assert +tables.months == months
    assert +tables.days == days
    assert min(tables.months.values(), default=0) >= 0


@settings(max_examples=100)
@having(histories().filter(bool), st.lists(st.integers(1, 60)), st.integers(0, 60))
def test_an_earlier_position_is_known_as_its_prefix(
    events: list[Recorded], cuts: list[int], position: int
) -> None:
    tables = fold(events, cuts)
    assert tables.known(position) == recounted(events[:position])


@settings(max_examples=100)
@having(histories().filter(bool), st.lists(st.integers(1, 60)))
def test_months_are_the_sum_of_their_days(events: list[Recorded], cuts: list[int]) -> None:
    tables = fold(events, cuts)
    summed: Counter[tuple[Series, date]] = Counter()
    for (place, day), n in tables.days.items():
        summed[place, month_of(day)] += n
    whole = Counter({key: n for key, n in tables.months.items() if not key[0].service})
    assert +summed == +whole
    by_service: Counter[tuple[Series, date]] = Counter()
    for (place, month), n in tables.months.items():
        if place.service:
            by_service[place._replace(service=""), month] += n
    assert +by_service == +whole


@settings(max_examples=100)
@having(histories().filter(bool), st.lists(st.integers(1, 60)), st.lists(st.integers(1, 60)))
def test_batches_make_no_difference(
    events: list[Recorded], cuts: list[int], others: list[int]
) -> None:
    one, other = fold(events, cuts), fold(events, others)
    assert (+one.months, +one.days, one.facts) == (+other.months, +other.days, other.facts)
    assert sorted(one.kept) == sorted(other.kept)
