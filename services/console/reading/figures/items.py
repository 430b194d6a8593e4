"""Items of the second reading: where each dossier stands in the figures of each definition.

Promises that a class comes from the definition's text, and an item's facts from the streams alone.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from motcua.metrics.v1 import definitions_pb2 as contract
from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions import dossier_at, dossier_held, others
from services.console.reading.definitions.definition import Definition, ItemClass, read
from services.console.reading.definitions.dimensions import NONE, Values
from services.console.reading.definitions.tokens import UnreadableError

# By kind of item, the facts that this reading makes of the streams.
KNOWN: dict[str, Callable[[], frozenset[str]]] = {
    "dossier": of_dossier.names,
    "dossier_at": dossier_at.names,
    "dossier_held": dossier_held.names,
    "service": lambda: frozenset(
        {
            "level_3",
            "eligible_full",
            "full",
            "six_points",
            "no_applicable_point",
            "fully_online",
            "one_stop",
            "reached_3",
            "online_dossiers",
        }
    ),
    **{kind: partial(frozenset, names) for kind, names in others.NAMES.items()},
}


class Item(NamedTuple):
    """Where one dossier or service stands."""

    kind: str
    id: str
    membership: str
    reason: str = ""
    assisted: bool = False
    unit: str = ""  # to whose credit
    can_still: bool = False  # it is not in the numerator, and can still come into it
    weight: int = 1
    part: str = ""  # of the digest that it stands in; "": the month in which it falls

    def line(self) -> bytes:
        """As the digest has it."""
        kind, name, membership, reason, _, _, _, weight, _ = self
        return f"{kind}\t{name}\t{membership}\t{reason}\t{weight}\n".encode()


class Contribution(NamedTuple):
    """An item of a definition, when it falls into a period, of which service it is, and its values
    in dimensions.
    """

    definition: Definition
    at: datetime
    service: str
    item: Item
    values: Values = NONE
    holders: tuple[str, ...] = ()  # the units that had the dossier, one after the other


def item_of(
    definition: Definition, name: str, item_class: ItemClass, assisted: bool = False, unit: str = ""
) -> Item:
    """One item with its class."""
    membership, reason, can_still = item_class
    return Item(definition.kind, name, membership, reason, assisted, unit, can_still)


def interpreted(
    shown: Iterable[contract.Definition],
) -> tuple[list[Definition], dict[str, str]]:
    """Each definition that is understood, the newest version of an id first; and of the others what
    is in the way. Raises DigestError.
    """
    found: list[Definition] = []
    not_known: dict[str, str] = {}
    for each in sorted(shown, key=lambda each: (each.id, -each.version)):
        try:
            definition = read(each)
            unknown = ", ".join(sorted(lacking(definition)))
        except UnreadableError as error:
            unknown = str(error)
        if unknown:
            not_known[f"{each.id}@{each.version}"] = unknown
        else:
            found.append(definition)
    return found, not_known


def lacking(definition: Definition) -> frozenset[str]:
    """The facts of a definition that this reading does not make: without them it cannot judge."""
    known = KNOWN.get(definition.kind)
    return definition.facts - known() if known else frozenset({f"kind {definition.kind}"})
