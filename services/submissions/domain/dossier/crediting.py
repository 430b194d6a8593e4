"""To which units the facts of a dossier are credited, and which of them a correction changes.

Example: a dossier went from ward A to ward B, which ended it. Were the transfer left out, the end
would be credited to A: both are named.
"""

from collections.abc import Iterator
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier, Entry


def moved(before: Dossier, after: Dossier) -> list[str]:
    """The units from which and to which the dossier, or a fact of it, goes. It goes nowhere by its
    acceptance: the competent unit had the say before.
    """
    pairs = [(before.holder, after.holder)] if before.accepted == after.accepted else []
    known = {each.version: each.message for each in effective(before.entries)}
    for each in effective(after.entries):
        if each.version in known:
            pairs += zip(_units(known[each.version]), _units(each.message), strict=True)
    changed = (pair for pair in pairs if pair[0] != pair[1])
    return sorted({unit for pair in changed for unit in pair if unit})


def fact(dossier: Dossier, version: int) -> Entry | None:
    """The fact of a version as it holds; None: it does not."""
    found = (each for each in effective(dossier.entries) if each.version == version)
    return next(found, None)


def unit_of(message: Any, name: str) -> str:
    """The unit whose officer a fact names: the one that took the step, or of an `assignee` the one
    that has the dossier.
    """
    if name == "assignee":
        return str(message.handling_unit)
    returned = isinstance(message, events.ResultReturned)
    return str(message.returning_unit if returned else message.unit)


def _units(message: Any) -> Iterator[str]:
    """Every unit that a fact names beside that of the officer."""
    for field in message.DESCRIPTOR.fields:
        if field.name.endswith("_unit"):
            yield str(getattr(message, field.name))
        elif field.name == "offering":
            yield str(message.offering.unit)
