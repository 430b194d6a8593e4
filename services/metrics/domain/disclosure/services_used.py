"""Figures of services that tell where persons filed: `activity` says that nobody filed online for
some services, or somebody for others.

Example: of 5 online dossiers of 4 services three have one. Promises that one is shown where the
dossiers of its scope, period and as_of are, two for each service. Must not audit these.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed, shown_of
from services.metrics.domain.disclosure.identities import are_of_levels, node
from services.metrics.domain.disclosure.states import known
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import Definition

COUNT = "online_dossiers"  # a fact of services: how many are in the numerator of online handling
ANY = f"{COUNT} >= 1"
LEAST = 2  # dossiers for each service that is used: with fewer, some services have one


def names_dossiers(definition: Definition) -> bool:
    """Whether it looks at how many dossiers a service has."""
    return definition.kind.name == "service" and COUNT in definition.names


def is_shown_with(one: Definition, services: Definition) -> bool:
    """Whether one is shown with figures of services that look at its dossiers, or is such."""
    return names_dossiers(services) and (are_of_levels(one) or names_dossiers(one))


def kept_back(
    candidates: Mapping[str, Candidate], seen: Mapping[str, Disclosed], hidden: Collection[str]
) -> Iterator[str]:
    """The names of those to hide; `hidden`: what else of the request is."""
    asking = {
        name: each for name, each in candidates.items() if names_dossiers(each.question.definition)
    }
    if not asking:
        return
    dossiers: defaultdict[Hashable, list[Receipt]] = defaultdict(list)
    for question, receipt in shown(candidates, seen, hidden):
        if are_of_levels(question.definition):
            dossiers[place(question)].append(receipt)
    for name, each in asking.items():
        others = dossiers[place(each.question)]
        if (
            not asks_for_any(each.question.definition)
            or not any(tell_as_much(one, each.receipt) for one in others)
            or any(tells_of_new_ones(one, each, seen) for one in others)
        ):
            yield name


def shown(
    candidates: Mapping[str, Candidate], seen: Mapping[str, Disclosed], hidden: Collection[str]
) -> Iterator[tuple[Question, Receipt]]:
    """What the public reads of figures that are as they were published."""
    for name, was in seen.items():
        if name not in candidates and was.disclosed and not was.moved:
            yield was.question, was.latest
    for name, each in candidates.items():
        if name not in hidden:
            yield each.question, each.receipt


def place(question: Question) -> Hashable:
    """Of which dossiers a figure is."""
    return question.scope, question.period, question.as_of


def asks_for_any(definition: Definition) -> bool:
    """Whether it asks of each service no more than whether there is one."""
    where = facts_in(definition.where) if definition.where else frozenset()
    return definition.counted == node("service", ANY) and COUNT not in {each.name for each in where}


def tell_as_much(dossiers: Receipt, services: Receipt) -> bool:
    """Whether from how many services are used nothing follows but that none or some are."""
    if not dossiers.numerator or not services.numerator:
        return dossiers.numerator == services.numerator
    return dossiers.numerator >= LEAST * services.numerator


def tells_of_new_ones(
    dossiers: Receipt, services: Candidate, seen: Mapping[str, Disclosed]
) -> bool:
    """Whether services that came to be used since figures were shown have few of the dossiers that
    came since.
    """
    where = place(services.question)
    there = [was for was in seen.values() if place(was.question) == where]
    filed = receipts(was for was in there if are_of_levels(was.question.definition))
    for then in receipts(was for was in there if names_dossiers(was.question.definition)):
        new = services.receipt.numerator - then.numerator
        more = (dossiers.numerator - each.numerator for each in newest(filed, known(then)))
        if new > 0 and any(each < LEAST * new for each in more):
            return True
    return False


def receipts(figures: Iterable[Disclosed]) -> list[Receipt]:
    """All that was shown of them, in the order in which it was known."""
    return sorted((receipt for was in figures for receipt in shown_of(was)), key=known)


def newest(of: Sequence[Receipt], position: int) -> Sequence[Receipt]:
    """What was known last by a position; else the first."""
    return [each for each in of if known(each) <= position][-1:] or of[:1]
