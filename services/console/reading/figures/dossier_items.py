"""Items that are dossiers, or stand for one: each dossier is looked at once for all definitions.

Promises the facts of a dossier made once, however many definitions and months ask for them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from services.console.instants import local_day, local_midnight, next_month
from services.console.reading.definitions import dimensions, dossier_at, dossier_held, others
from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.definition import Definition
from services.console.reading.definitions.dimensions import Values
from services.console.reading.definitions.dossier import Shown
from services.console.reading.definitions.expressions import Facts
from services.console.reading.figures.acts import Linked, act_facts
from services.console.reading.figures.items import Contribution, item_of
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.fold import Reading

ByKind: TypeAlias = Mapping[str, Sequence[Definition]]
KINDS = frozenset({"dossier", "rating", "dossier_at", "dossier_held", "act"})


def by_kind(definitions: Iterable[Definition]) -> dict[str, list[Definition]]:
    """Those whose items are of one kind, in their order."""
    found: dict[str, list[Definition]] = {}
    for each in definitions:
        found.setdefault(each.kind, []).append(each)
    return found


class Shared(NamedTuple):
    """What of a dossier is the same in every definition, as it is after its last event."""

    dossier: Dossier
    facts: Facts
    values: Values
    holders: tuple[str, ...]


def shared_of(dossier: Dossier) -> Shared:
    """Made once for each dossier that is read."""
    facts, values = of_dossier.facts(dossier), dimensions.of_dossier(dossier)
    return Shared(dossier, facts, values, holders(dossier))


def holders(dossier: Dossier) -> tuple[str, ...]:
    """Who had it, one after the other; of one that is looked at as a whole, who had it last."""
    units = tuple(each.unit for each in dossier.held)
    return units[-1:] if dossier_at.is_apart(dossier) else units


def of_dossiers(reading: Reading, kinds: ByKind) -> Iterator[Contribution]:
    """Of all these kinds, by one look at each dossier."""
    if not kinds.keys() & KINDS:
        return
    named, acts = reading.complained_of, kinds.get("act", ())
    linked = Linked(reading.dossiers.roots if acts else {})
    until = max(reading.recorded.values(), default=None)
    for dossier in reading.dossiers:
        dossier.complained = dossier.name in named
        shared = shared_of(dossier)
        yield from of_one(shared, kinds, until)
        if acts and not linked.keeps(dossier):
            facts = act_facts(shared.facts, [dossier])
            yield from of_act(dossier.name, shared._replace(facts=facts), acts)
    for root, first, parts in linked.acts():
        shared = shared_of(first)
        yield from of_act(root, shared._replace(facts=act_facts(shared.facts, parts)), acts)


def of_one(shared: Shared, kinds: ByKind, until: datetime | None) -> list[Contribution]:
    """Of a dossier by itself, in every month that shows it until an instant."""
    dossier = shared.dossier
    found = alike(shared, kinds.get("dossier", ()))
    if (ratings := kinds.get("rating")) and (shown := others.rating_shown(dossier)):
        facts = others.rating(dossier)
        found += filter(None, (one(each, shared, facts, shown) for each in ratings))
    if at := kinds.get("dossier_at"):
        for month in sorted(dossier_at.months(dossier)):
            found += at_end(shared, at, month)
    if (held := kinds.get("dossier_held")) and until:
        for month in dossier_held.months_of(dossier, until):
            found += at_end(shared, held, month)
    return found


def of_act(root: str, shared: Shared, definitions: Sequence[Definition]) -> list[Contribution]:
    """Linked dossiers once, by the name of their root."""
    return alike(shared, definitions, name=root)


def alike(
    shared: Shared, definitions: Sequence[Definition], *, name: str = ""
) -> list[Contribution]:
    """In definitions that show it by its acceptance or its end."""
    shown = {key: of_dossier.shown(shared.dossier, key) for key in {e.key for e in definitions}}
    found = []
    for each in definitions:
        there = shown[each.key]
        if there and (contribution := one(each, shared, shared.facts, there, name=name)):
            found.append(contribution)
    return found


def one(
    definition: Definition, shared: Shared, facts: Facts, shown: Shown, *, name: str = ""
) -> Contribution | None:
    """An item that is a dossier, or of one."""
    dossier, _, values, had = shared
    item_class = definition.classify(facts)
    if item_class is None:
        return None
    item = item_of(definition, name or dossier.name, item_class, dossier.assisted, shown.unit)
    return Contribution(definition, shown.at, dossier.offering.service, item, values, had)


def at_end(
    shared: Shared, definitions: Sequence[Definition], month: date
) -> Iterator[Contribution]:
    """A dossier at the end of a month, in definitions of one kind."""
    return of_dossier_at(
        shared, definitions, local_midnight(month), local_midnight(next_month(month))
    )


def of_dossier_at(
    shared: Shared, definitions: Sequence[Definition], since: datetime, to: datetime
) -> Iterator[Contribution]:
    """A dossier at the end of [since, to), if it was accepted or closed then; or if somebody had
    it, where the definitions, all of one kind, are about those.
    """
    dossier, facts, _, had = shared
    is_held = definitions[0].kind == "dossier_held"
    stood = (
        dossier_held.stood(dossier, facts, to)
        if is_held
        else dossier_at.stood(dossier, facts, since, to)
    )
    if stood is None:
        return
    values, part = dimensions.of_dossier(dossier, stood.last), local_day(to).isoformat()
    for each in definitions:
        if item_class := each.classify(stood.facts):
            item = item_of(each, dossier.name, item_class, dossier.assisted, stood.last.unit)
            there = item._replace(kind="dossier", part=part)
            yield Contribution(each, since, dossier.offering.service, there, values, had)
