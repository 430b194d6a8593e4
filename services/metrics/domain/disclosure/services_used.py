"""Figures of services that tell where persons filed: `activity` says that nobody filed online for
some services, or somebody for others.

Example: of 12 services of ward A none was used online in January, so that its 23 online dossiers of
two months are of February. Promises that one is shown where the dossiers themselves are, of the
same scope, period and as_of, and only if these are not one of each service. Must not audit these.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping

from motcua.metrics.v1.events_pb2 import Receipt
from services.metrics.domain.disclosure.candidates import Candidate, Disclosed
from services.metrics.domain.disclosure.identities import are_of_levels, node
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.figures import Question
from services.metrics.domain.indicators.definition import Definition

COUNT = "online_dossiers"  # a fact of services: how many are in the numerator of online handling
ANY = f"{COUNT} >= 1"


def names_dossiers(definition: Definition) -> bool:
    """Whether it looks at how many dossiers a service has."""
    return definition.kind.name == "service" and COUNT in definition.names


def is_shown_with(one: Definition, services: Definition) -> bool:
    """Whether one is shown with figures of services that look at its dossiers."""
    return names_dossiers(services) and are_of_levels(one)


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
        if not asks_for_any(each.question.definition) or not any(
            tell_as_much(one, each.receipt) for one in others
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
    return dossiers.numerator > services.numerator
