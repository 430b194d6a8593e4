"""Several dossiers, one act of the citizen: all have one root, which is linked to none.

Example: B is linked to A, and C to B, as other systems say: the root of all is A. Once B has others
linked to it, it is linked to nothing itself. Where two commands of one instant, or a correction,
made a chain all the same, a timer links each dossier of it to the root of all.
"""

from collections.abc import Mapping

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import require_allowed

FOLLOWING = "root"  # the timer of a dossier that is linked to one that is linked itself


def link(dossier: Dossier, given: Given, *, root: str, leads: bool) -> list[Fact]:
    """Say that a dossier is part of one act with another; nothing where it is already. `leads`:
    whether others are linked to it.
    """
    require_allowed(dossier, events.DossierLinked)
    if dossier.root == root:
        return []
    require_linkable(leads=leads, field="root")
    return live_facts(dossier, given, events.DossierLinked(root=root))


def follow(dossier: Dossier, given: Given, *, root: str) -> list[Fact]:
    """Link it to the root of what it is linked to; nobody orders that."""
    if dossier.voided or dossier.root == root:
        return []
    return live_facts(dossier, given, events.DossierLinked(root=root))


def require_linkable(*, leads: bool, field: str) -> None:
    """Refuse to link what others are linked to."""
    if leads:
        raise Refusal(DossierReason.ROOT_OF_OTHERS, field=field)


def root_of(name: str, stated: Mapping[str, str]) -> str:
    """The root of a dossier by what is stated of it and of others, followed to its end; where that
    leads round in a ring, the first of it by name.
    """
    passed: dict[str, None] = {}
    while name not in passed:
        passed[name] = None
        name = stated.get(name, name)
    way = list(passed)
    return min(way[way.index(name) :])
