"""Two readings side by side: the metrics service's figures and those folded from the streams.

Promises to compare at the same positions, and to name the items where a figure differs. Must not
decide which reading is right.
"""

from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from motcua.metrics.v1 import events_pb2 as metrics
from motcua.metrics.v1 import metrics_pb2 as api
from services.console.instants import local_midnight, next_month
from services.console.instants import months as months_of
from services.console.outcome import Refused
from services.console.portal.client import Portal
from services.console.portal.questions import collect, known_at, list_rates, membership, period_of
from services.console.portal.requests import gather
from services.console.reading.comparison.aside import one_ahead
from services.console.reading.comparison.compared_units import compared_units, units_above
from services.console.reading.comparison.count_comparison import LEVELS, compare_counts
from services.console.reading.comparison.differences import (
    APART,
    TOO_LARGE,
    Comparison,
    FigureDifference,
    differing,
    disagreements,
    spelled,
)
from services.console.reading.comparison.places import lines, question, shown
from services.console.reading.comparison.receipts import Qualifiers, key_of, service_numbers
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.coverage import covered_months
from services.console.reading.figures.figures import Figures
from services.console.reading.figures.month_runs import contiguous, gaps, halves
from services.console.reading.figures.sums import Figure, FigureKey, Numbers, longer
from services.console.reading.figures.targets import Aims, stated
from services.console.reading.folding.fold import Reading

EXPLAINED = 10  # figures; a mistake usually shows in many, and the dossiers are the same
AT_ONCE = 8
ALWAYS = frozenset({"service", "dossier_held"})  # kinds that have items in every later month, too


class Comparing:
    """One comparison under way."""

    def __init__(
        self,
        portal: Portal,
        reading: Reading,
        definitions: Sequence[Definition],
        now: datetime,
        advance: Callable[[int], None] = lambda _: None,
        *,
        online: Definition | None = None,
    ) -> None:
        self.portal = portal
        self.advance = advance
        self.reading = reading
        self.now = now
        self.definitions = {each.id: each for each in definitions}
        self.figures = Figures(reading, definitions, now, online)
        self.aims = Aims(reading)
        self.covered = covered_months(reading, now)
        self.credited = self.figures.credited()
        self.ours: dict[FigureKey, Figure] = {}  # of the definition that is being compared
        self.seen: set[FigureKey] = set()
        compared = dict.fromkeys((*self.definitions, LEVELS), 0)
        expected = bool(reading.dossiers or self.covered)
        self.found = Comparison(dict(reading.positions), compared, expected=expected)

    async def compare(self) -> None:
        """All figures of each definition; those of the next one are computed meanwhile."""
        async for each, ours in one_ahead(self.figures.of, list(self.definitions)):
            self.ours, self.seen = ours, set()
            await gather(self.questions(self.definitions[each]), at_once=AT_ONCE)
            self.expect_the_rest()

    def questions(self, definition: Definition) -> Iterator[Coroutine[None, None, None]]:
        """By month for every unit, by service for every month; of dossiers also longer periods, and
        whatever the service has in months in which we have none.
        """
        months = self.months(definition.id)
        if definition.adds_over_periods and definition.adds_over_units:
            yield from self.together(definition.id, months)
        else:
            yield from self.apart(definition.id, months)
        if definition.adds_over_periods:
            for key in longer(definition.id, months, units_above(self.reading)):
                yield self.check_longer(key)
        if definition.kind not in ALWAYS:
            for gap in gaps(contiguous(months)):
                yield self.check_nothing(definition.id, gap)

    def together(
        self, definition: str, months: Sequence[date]
    ) -> Iterator[Coroutine[None, None, None]]:
        """What adds up: all units of a month in one list, and of each service all months in one
        figure, whose digest is over the leaves of every month.
        """
        for run in contiguous(months):
            yield self.check_list(definition, "month", run)
            yield self.check_services(definition, run)
        for month in months:
            period = month, next_month(month)
            yield self.check_list(definition, "unit", period, subtrees=True)

    def apart(
        self, definition: str, months: Sequence[date]
    ) -> Iterator[Coroutine[None, None, None]]:
        """Each month for every unit that we know; units that add up, and services, in the last one
        alone: the digest of the whole tree is over the items of all.
        """
        last = months[-1:]
        for unit in sorted({*compared_units(self.reading, self.ours), *self.credited}):
            for run in contiguous(months if self.is_asked_of(definition, unit) else last):
                yield self.check_list(definition, "month", run, unit=unit)
        earlier = (each for each in self.ours if each.month not in last)
        self.seen.update(
            each for each in earlier if each.service or not self.is_asked_of(definition, each.unit)
        )
        for month in last:
            yield self.check_list(definition, "service", (month, next_month(month)))

    def is_asked_of(self, definition: str, unit: str) -> bool:
        """Whether each of its months is compared."""
        return not unit or not self.definitions[definition].adds_over_units

    async def check_services(self, definition: str, run: tuple[date, date]) -> None:
        """Each service over months in a row; they are compared with it."""
        last = run[1] - timedelta(days=1)
        for rate in await self.listed(definition, by="service", period=run):
            self.check(rate)
            service = rate.receipt.scope.service
            self.seen.update(
                FigureKey(definition, "", service, month) for month in months_of(run[0], last)
            )

    async def listed(self, definition: str, **asked: Any) -> list[metrics.Rate]:
        """A list of the service's figures as known where we stopped reading. Where it finds that
        its lines do not add up, or one is too large, each of ours is asked for by itself.
        """
        at, version = self.found.positions, self.definitions[definition].version
        options = {"version": version, "known": known_at(at), "at_least": at, **asked}
        try:
            return await list_rates(self.portal, definition, **options)
        except Refused as refused:
            if refused.reason not in APART:
                raise
        places = lines(self.ours, asked["by"], asked.get("unit", ""), asked["period"])
        found = [await self.asked(each) for each in sorted(places)]
        return [rate for rate in found if rate]

    async def asked(self, key: FigureKey) -> metrics.Rate | None:
        """The figure of a place; None where the service says that it is too large to be shown."""
        rate = await shown(self.portal, self.question(key))
        if rate is None:
            self.check_too_large(key)
        return rate

    def question(self, key: FigureKey) -> api.GetRateRequest:
        """The figure of a place as known where we stopped reading."""
        return question(key, self.definitions[key.definition].version, self.found.positions)

    def months(self, definition: str) -> list[date]:
        """Those of a definition in which we know figures, in their order."""
        if self.definitions[definition].kind == "service":
            return self.covered
        return sorted({key.month for key in self.ours})

    async def check_counts(self, month: date) -> None:
        """The counts of offerings as of a month's end."""
        compared, differences = await compare_counts(self.portal, self.reading, month)
        self.advance(compared)
        self.found.counted[LEVELS] += compared
        self.found.differences += differences

    async def check_longer(self, key: FigureKey) -> None:
        """A year or a quarter, of a unit with those below it or alone."""
        if rate := await self.asked(key):
            self.check(rate)

    async def check_nothing(self, definition: str, period: tuple[date, date]) -> None:
        """Months in which we know no item: where the service has some, the months that hold them
        are found by halving. Its list of all months would run through centuries, see `contiguous`.
        """
        rate = await self.asked(FigureKey(definition, "", "", *period))
        if rate is None or not rate.receipt.considered:
            return
        if period[1] <= next_month(period[0]):
            self.check(rate)
            return
        for half in halves(period):
            await self.check_nothing(definition, half)

    async def check_list(
        self,
        definition: str,
        by: str,
        period: tuple[date, date],
        *,
        unit: str = "",
        subtrees: bool = False,
    ) -> None:
        """One list of the service's figures against ours."""
        for rate in await self.listed(
            definition, by=by, unit=unit, period=period, subtrees=subtrees
        ):
            self.check(rate)

    def check(self, rate: metrics.Rate) -> None:
        """One figure."""
        receipt, key = rate.receipt, key_of(rate)
        if key in self.seen:
            return
        self.count(key)
        numbers = self.numbers(key)
        qualifiers = differing(self.qualifiers(key, rate), Qualifiers.of(receipt))
        ours, service = self.aims.of(receipt, numbers), stated(rate)
        if ours != service:
            qualifiers["targets"] = (ours, service)
        self.note(key, numbers, service_numbers(receipt), qualifiers)

    def check_too_large(self, key: FigureKey) -> None:
        """One that the service does not show: ours, too, must be more than it can say."""
        self.count(key)
        if key.service and key.end:
            last = key.end - timedelta(days=1)
            self.seen.update(
                key._replace(month=month, end=None) for month in months_of(key.month, last)
            )
        ours = self.numbers(key)
        if max(ours.considered, ours.not_attributable) < 2**63:
            sides = (ours.considered, TOO_LARGE)
            self.found.differences.append(FigureDifference(key, {"considered": sides}))

    def count(self, key: FigureKey) -> None:
        """It is being compared."""
        self.seen.add(key)
        self.advance(1)
        self.found.counted[key.definition] += 1

    def expect_the_rest(self) -> None:
        """What we have and the service did not list must be nothing."""
        for key in sorted(self.ours.keys() - self.seen):
            self.note(key, self.figure(key).numbers(), Figure().numbers())

    def numbers(self, key: FigureKey) -> Numbers:
        """Ours; a figure without items is one, too."""
        return self.figure(key).numbers()._replace(not_attributable=self.figures.cut(key))

    def figure(self, key: FigureKey) -> Figure:
        """Of a month, or of what its months add up to."""
        if key.end or key.alone:
            return self.figures.over(self.ours, key)
        return self.ours.get(key, Figure())

    def qualifiers(self, key: FigureKey, rate: metrics.Rate) -> Qualifiers:
        """What the receipt must say beside its numbers. Of a month that ended since we began nobody
        can tell whether it was over for the service.
        """
        ends = local_midnight(period_of(rate)[1])
        ended_since = self.now < ends <= datetime.now(UTC)
        unfinished = rate.receipt.provisional if ended_since else ends > self.now
        can_still = self.figure(key).can_still
        return Qualifiers(can_still or unfinished, self.definitions[key.definition].digest)

    def note(
        self,
        key: FigureKey,
        ours: Numbers,
        service: Numbers,
        qualifiers: Mapping[str, tuple[object, object]] = MappingProxyType({}),
    ) -> None:
        """Keep what differs."""
        if different := {**differing(ours, service), **qualifiers}:
            self.found.differences.append(FigureDifference(key, different))

    async def name_items(self, at: int) -> None:
        """The items on which the readings disagree, for one of the differences."""
        if at >= len(self.found.differences) or self.found.differences[at].items:
            return
        difference = self.found.differences[at]
        key = difference.key
        try:
            _, items = await collect(self.portal, self.question(key))
        except Refused:  # the service found that its items are not those that it counts
            return
        service = {item.id: spelled(membership(item), item.reason) for item in items}
        found = self.figures.items_at(key)
        ours = {item.id: spelled(item.membership, item.reason) for item in found}
        named = tuple(disagreements(ours, service))
        self.found.differences[at] = FigureDifference(key, difference.numbers, named)
