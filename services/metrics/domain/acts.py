"""Acts of citizens: dossiers linked to one root, counted once, by the first one accepted.

Example: a birth, its residence and its insurance card are three dossiers with the birth as root.
One of them represents the act in figures: of those accepted and not voided, the first. It says
whether all were filed online. Links come in any order, and roots lead to further roots.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.events_pb2 import Channel
from services.metrics.domain.facts import ALONE, Facts
from services.metrics.domain.names import last_part

# What a dossier is to its act, beside ALONE: it represents one whose dossiers were filed online,
# all or not all, or it is not known; or another one represents it.
ONLINE, NOT_ONLINE, NOT_KNOWN, PART = 1, 2, 3, 4
STATING = frozenset(
    {
        events.DossierSubmitted,
        events.DossierAccepted,
        events.DossierLinked,
        events.DossierCorrected,
    }
)


class Roots:
    """What is stated of the roots of dossiers that are linked, by the last parts of their names."""

    def __init__(self, stated: Iterable[tuple[str, str]] = (), named: Iterable[str] = ()) -> None:
        self.stated: dict[str, str] = {}  # another root than itself
        self.leads: defaultdict[str, set[str]] = defaultdict(set)
        self.changed: dict[str, str | None] = {}
        self.named = set(named)  # dossiers that a batch links
        for dossier, root in stated:
            self._link(dossier, root)

    def __contains__(self, dossier: str) -> bool:
        return dossier in self.named

    def state(self, dossier: str, root: str) -> list[list[str]]:
        """Say so. The acts that may be others now: the one that it is in, and that it left."""
        before = self.stated.get(dossier)
        if root == (before or dossier):
            return [self.members(dossier)]
        if before:
            del self.stated[dossier]
            self.leads[before].discard(dossier)
        if root != dossier:
            self._link(dossier, root)
        self.changed[dossier] = self.stated.get(dossier)
        now = self.members(dossier)
        return [now] if before is None or before in now else [now, self.members(before)]

    def members(self, dossier: str) -> list[str]:
        """All dossiers of its act."""
        found, ahead = {dossier}, [dossier]
        while ahead:
            each = ahead.pop()
            root = self.stated.get(each)
            for other in (*self.leads.get(each, ()), *((root,) if root else ())):
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return sorted(found)

    def root(self, dossier: str) -> str:
        """The end to which its root leads; where that leads round in a ring, the first of it."""
        passed: dict[str, None] = {}
        while dossier not in passed:
            passed[dossier] = None
            dossier = self.stated.get(dossier, dossier)
        way = list(passed)
        return min(way[way.index(dossier) :])

    def _link(self, dossier: str, root: str) -> None:
        self.stated[dossier] = root
        self.leads[root].add(dossier)
        self.named |= {dossier, root}


def stated_root(message: Any) -> str:
    """The root that an event states, the last part of its name; "": it states none."""
    if type(message) not in STATING:
        return ""
    said = message.facts if isinstance(message, events.DossierCorrected) else message
    return last_part(said.root)


def settled(known: Mapping[str, Facts], *, root: str, size: int) -> dict[str, Facts]:
    """The dossiers of an act with what they are to it. `size` counts those of which nothing but a
    link is known, too.
    """
    if size == 1:
        return {each: facts._replace(act=ALONE, root=None) for each, facts in known.items()}
    shown = [facts for facts in known.values() if facts.accepted_shown is not None]
    first = min(shown, key=_rank).dossier if shown else None
    online = _online(known.values())
    return {
        each: facts._replace(
            act=online if each == first else PART, root=None if each == root else root
        )
        for each, facts in known.items()
    }


def _rank(facts: Facts) -> tuple[Any, ...]:
    """Accepted ones before those that ended without, and voided ones last; then by time."""
    return facts.voided, facts.without_acceptance, facts.accepted_shown, facts.dossier


def _online(dossiers: Collection[Facts]) -> int:
    """Of those that were accepted."""
    accepted = [each for each in dossiers if each.accepted_at is not None]
    channels = {each.channel for each in accepted if not (each.voided or each.without_acceptance)}
    if channels - {Channel.CHANNEL_ONLINE, Channel.CHANNEL_UNKNOWN}:
        return NOT_ONLINE
    return ONLINE if channels == {Channel.CHANNEL_ONLINE} else NOT_KNOWN
