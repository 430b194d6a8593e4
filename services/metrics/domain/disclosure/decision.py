"""Which of the figures that are to be published are hidden, once and for ever.

What was shown stays shown; so what is published now is hidden where it would give a small count.
"""

from collections.abc import Mapping
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.small import auditable, has_small, of_persons, place
from services.metrics.domain.figures import Question


class Disclosed(NamedTuple):
    """A figure that was published, and what the public may read of it."""

    question: Question
    latest: Receipt
    disclosed: bool  # the latest publication is shown
    shown: Receipt | None  # the last that was shown


class Candidate(NamedTuple):
    """A figure that is to be published."""

    question: Question
    receipt: Receipt


def hidden(wanted: Mapping[str, Candidate], seen: Mapping[str, Disclosed]) -> set[str]:
    """The names of those to hide, by the names of figures."""
    audited = {name: each for name, each in wanted.items() if of_persons(each.question.definition)}
    places = {place(each.question) for each in audited.values() if is_small(each)}
    places |= {
        place(each.question)
        for name, each in seen.items()
        if name not in audited and not each.disclosed
    }
    return {name for name, each in audited.items() if place(each.question) in places}


def is_small(wanted: Candidate) -> bool:
    """Whether it hides itself, and all that is shown with it."""
    return has_small(wanted.receipt) or not auditable(wanted.receipt)
