"""Figures that are to be published beside those that were, and where their items lie.

Promises all that the public ever read of a figure, superseded or not. Must not hide anything.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.regions import Division, Region, World, divide
from services.metrics.domain.disclosure.small import DisclosureGroup, group_of
from services.metrics.domain.disclosure.states import Shown
from services.metrics.domain.figures import Question


class Disclosed(NamedTuple):
    """A figure that was published, and what the public may read of it."""

    question: Question
    latest: Receipt
    disclosed: bool  # the latest publication is shown
    shown: Receipt | None  # the last that was shown
    earlier: Sequence[Receipt] = ()  # what was shown before that
    moved: bool = False  # it has other numbers by now, or may have


class Candidate(NamedTuple):
    """A figure that is to be published."""

    question: Question
    receipt: Receipt


class Figure(NamedTuple):
    """One of either, of the same items."""

    question: Question
    latest: Receipt
    before: Sequence[Receipt]  # what was shown of it
    now: bool  # it is to be published
    hidden: bool = False  # it was published, and is hidden
    moved: bool = False  # what was published last of it is not so by now, or may not be

    @property
    def group(self) -> DisclosureGroup:
        """The figures that are shown or hidden with it."""
        return group_of(self.question)

    @property
    def published(self) -> Sequence[Receipt]:
        """All that was ever published of it, or is now; what is shown last is in `before`."""
        return [*self.before, self.latest] if self.now or self.hidden else self.before

    @property
    def cuts(self) -> bool:
        """Whether its period cuts counted facts, which are in a longer one alone."""
        return any(each.not_attributable for each in (*self.before, self.latest))


Placed: TypeAlias = tuple[Figure, Region]


def division(figures: Sequence[Figure], world: World, *, by_condition: bool = True) -> Division:
    """The regions of figures."""
    questions = [each.question for each in figures]
    cut = {n for n, each in enumerate(figures) if each.cuts}
    return divide(questions, world, by_condition=by_condition, cut=cut)


def together(wanted: Mapping[str, Candidate], seen: Mapping[str, Disclosed]) -> Iterator[Figure]:
    """All figures, what is wanted in the place of what it supersedes."""
    for name, was in seen.items():
        if name not in wanted:
            before = shown_of(was)
            hidden = not was.disclosed
            yield Figure(was.question, was.latest, before, False, hidden, was.moved)
    for name, each in wanted.items():
        before = shown_of(seen[name]) if name in seen else ()
        yield Figure(each.question, each.receipt, before, now=True)


def shown_of(was: Disclosed) -> Sequence[Receipt]:
    """All that was shown of a figure: whoever saw it keeps it."""
    return (*was.earlier, was.shown) if was.shown else was.earlier


def published(placed: Iterable[Placed]) -> Iterator[Shown]:
    """All that was ever published of figures, hidden ones, too."""
    for each, region in placed:
        for receipt in each.published:
            yield Shown(region, receipt)


def shown(
    placed: Iterable[Placed],
    numbers: Mapping[DisclosureGroup, int],
    names: Collection[str] | None = None,
) -> Iterator[Shown]:
    """All that is or was shown, with what is to be shown now: by these definitions, or any."""
    for each, region in placed:
        if names is None or each.question.definition.name in names:
            for receipt in each.before:
                yield Shown(region, receipt)
            if each.now and each.group in numbers:
                yield Shown(region, each.latest, numbers[each.group])
