"""Figures of receipts, computed again: of any period, as of any instant, in any scope.

Promises one pass over the dossiers for all receipts, and items on disk, each once for all receipts
in whose figures it stands. Must not ask a service.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from services.console.instants import local_day, month_of
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures import activity
from services.console.reading.figures.activity_questions import of_periods
from services.console.reading.figures.contributions import contributions, counted_items
from services.console.reading.figures.dossier_items import of_dossier_at, shared_of
from services.console.reading.figures.items import Contribution, Item
from services.console.reading.figures.question_items import QuestionItems
from services.console.reading.figures.questions import Question, Questions, Trees
from services.console.reading.figures.service_figures import of_services
from services.console.reading.figures.sums import Figure
from services.console.reading.folding.fold import Reading

AT_CUT_OFF = frozenset({"dossier_at", "dossier_held"})  # kinds whose items stand at an instant
ByDefinition: TypeAlias = Mapping[str, Questions]


class Found(NamedTuple):
    """An item in the figures of some questions: its unit and part are those of its leaf."""

    numbers: tuple[int, ...]
    item: Item
    counts: bool = True  # a counted fact that the period cuts does not


def recomputed(
    reading: Reading, question: Sequence[Question], online: Definition | None = None
) -> list[Figure]:
    """The figure of each question; of those that are alike, such as the whole of several lists,
    once. `online`: the definition `activity.COUNTED_BY`, where one asks for activity.
    """
    first = {each.key: each for each in question}
    figures = dict(zip(first, _recomputed(reading, list(first.values()), online), strict=True))
    return [figures[each.key] for each in question]


def _recomputed(
    reading: Reading, question: Sequence[Question], online: Definition | None
) -> list[Figure]:
    trees, items = Trees(reading), QuestionItems()
    cut: Counter[int] = Counter()
    for numbers, item, counts in found_items(reading, question, trees):
        if counts:
            items.add(numbers, item)
        else:
            cut.update(dict.fromkeys(numbers, item.weight))
    figures = [Figure(cut=cut[number]) for number in range(len(question))]
    for leaf, sums in items.leaves():
        for number, each in sums.items():
            figures[number].leaves[leaf] = each
    services = {n: each for n, each in enumerate(question) if each.definition.kind == "service"}
    active = {n: each for n, each in services.items() if each.definition.facts & activity.FACTS}
    there = {n: each for n, each in services.items() if n not in active}
    found = of_services(reading, there, trees)
    if active:
        if online is None:
            raise ValueError(f"activity is counted by {activity.COUNTED_BY}")
        found |= of_periods(reading, active, online, trees)
    for number, figure in found.items():
        figures[number] = figure
    return figures


def found_items(reading: Reading, question: Sequence[Question], trees: Trees) -> Iterator[Found]:
    """The items of all questions, with the part of the digest that each is in."""
    asked: dict[str, Questions] = defaultdict(Questions)
    for number, each in enumerate(question):
        asked[each.definition.name].add(number, each)
    definitions = list({each.definition.name: each.definition for each in question}.values())
    at_cut_off = [each for each in definitions if each.kind in AT_CUT_OFF]
    at_an_instant = [each for each in definitions if each.kind not in AT_CUT_OFF]
    for found in contributions(reading, at_an_instant):
        part = f"{month_of(found.at):%Y-%m}"
        of = asked[found.definition.name]
        for frame in of.frames:
            if frame.since <= found.at < frame.until and (by := of.about(found, trees, frame)):
                yield Found(by.numbers, found.item._replace(unit=by.unit, part=part))
    yield from found_at(reading, at_cut_off, asked, trees)
    yield from found_counts(reading, definitions, asked, trees)


def found_at(
    reading: Reading, definitions: Sequence[Definition], asked: ByDefinition, trees: Trees
) -> Iterator[Found]:
    """Dossiers as they stood at the cut-off of each question about that."""
    for dossier in reading.dossiers if definitions else ():
        shared = shared_of(dossier)
        for definition in definitions:
            of = asked[definition.name]
            for frame in of.frames:
                for found in of_dossier_at(shared, [definition], frame.since, frame.until):
                    if by := of.about(found, trees, frame):
                        part = local_day(frame.as_of).isoformat()
                        yield Found(by.numbers, found.item._replace(unit=by.unit, part=part))


def found_counts(
    reading: Reading, definitions: Sequence[Definition], asked: ByDefinition, trees: Trees
) -> Iterator[Found]:
    """Counted facts of periods that overlap."""
    for definition, counted, item, values in counted_items(reading, definitions):
        of = asked[definition.name]
        fact = Contribution(definition, counted.start, counted.said.service, item, values)
        for frame in of.frames:
            overlaps = frame.since < counted.end and counted.start < frame.until
            if overlaps and (by := of.about(fact, trees, frame)):
                counts = frame.since <= counted.start and counted.end <= frame.until
                yield Found(by.numbers, item, counts)
