"""Figures of one place as of several days: those as of one day go together.

Example: March of the city and of ward A are shown as of 1 April and as of 11 April. In whichever
order they were published, the city of 1 April less the ward of 1 April is the rest as of that day.
Must not decide what is hidden.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime

from services.metrics.domain.disclosure.candidates import Figure
from services.metrics.domain.disclosure.regions import when
from services.metrics.domain.disclosure.small import family
from services.metrics.domain.figures import Question


def by_instant(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Those alone that are as of the days of what is published now, where there are others, which
    may contradict them; and where some place has figures as of several days, all of them as of
    these days, and as of the newest.
    """
    instants: defaultdict[Hashable, set[datetime]] = defaultdict(set)
    places = [place(each.question) for each in figures]
    for where, each in zip(places, figures, strict=True):
        instants[where].add(each.question.as_of)
    now = {each.question.as_of for each in figures if each.now}
    for instant in sorted(now):
        alone = [each for each in figures if each.question.as_of == instant]
        if len(alone) < len(figures):
            yield alone
    if all(len(those) == 1 for those in instants.values()):
        return
    for instant in sorted({*now, max(map(max, instants.values()))}):
        chosen = {where: newest(those, instant) for where, those in instants.items()}
        yield [
            each
            for where, each in zip(places, figures, strict=True)
            if each.question.as_of == chosen[where]
        ]


def newest(instants: set[datetime], instant: datetime) -> datetime:
    """The last until then; else the first."""
    return max((each for each in instants if each <= instant), default=min(instants))


def place(question: Question) -> Hashable:
    """Which items of which units and days, whatever day they are as of."""
    return family(question.definition), question.scope, question.among, when(question)
