"""The slow truth about items: after every event, each counted again from all events before it.

Promises no batches, no state kept between positions: acts are made from what was stated of roots,
complaints are looked for in all petitions. Must not use the fold of versions, nor a database.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.log import Recorded
from services.metrics.domain.facts import Facts
from services.metrics.domain.seen import Seen
from services.metrics.domain.versions import COUNT, DOSSIER, KINDS, PETITION, STANDARD, TICKET
from services.metrics.projections.batch import TYPES

ONLINE, UNKNOWN = 1, 7
NO_ACCEPTANCE = 1 << events.ANOMALY_ENDED_WITHOUT_ACCEPTANCE


def seen_of(record: Recorded) -> tuple[str, str, Seen]:
    """Kind, item and event."""
    of = TYPES[record.type]
    message: Any = of.message.FromString(record.payload)
    name = getattr(message, of.field)
    seen = Seen(message, record.position, record.occurred_at, record.recorded_at)
    return of.kind, name.split("/")[1], seen


def items(records: Sequence[Recorded]) -> dict[str, dict[str, Any]]:
    """By kind, the facts of each item after these events."""
    found: dict[str, dict[str, Any]] = {
        kind: {} for kind in (DOSSIER, PETITION, TICKET, COUNT, STANDARD)
    }
    roots: dict[str, str] = {}
    for record in records:
        kind, item, seen = seen_of(record)
        before = found[kind].get(item, KINDS[kind].start(item))
        change = KINDS[kind].changes.get(type(seen.message), lambda facts, _: facts)
        found[kind][item] = change(before, seen)
        said = getattr(seen.message, "facts", seen.message)
        if kind == DOSSIER and getattr(said, "root", ""):
            roots[item] = said.root.split("/")[1]
    add_complaints(found[DOSSIER], found[PETITION].values())
    represent(found[DOSSIER], roots)
    return found


def add_complaints(dossiers: dict[str, Facts], petitions: Iterable[Any]) -> None:
    """How many petitions complain of each; of one that has not begun, too."""
    complaining = [each for each in petitions if each.dossier]
    for name in {each.dossier for each in complaining} | dossiers.keys():
        of = [e for e in complaining if e.dossier == name and e.complaint and not e.voided]
        if of or name in dossiers:
            facts = dossiers.get(name, Facts(name))
            dossiers[name] = facts._replace(complaints=len(of))


def end_of(name: str, roots: dict[str, str]) -> str:
    """Where its root leads to; of a ring, its first."""
    way = [name]
    while True:
        root = roots.get(way[-1], way[-1])
        if root == way[-1]:
            return root
        if root in way:
            return min(way[way.index(root) :])
        way.append(root)


def represent(dossiers: dict[str, Facts], roots: dict[str, str]) -> None:
    """For each act, which of its dossiers represents it, and whether all were filed online."""
    names = dossiers.keys() | roots.keys() | set(roots.values())
    acts: dict[str, list[str]] = {}
    for name in names:
        acts.setdefault(end_of(name, roots), []).append(name)
    for root, members in acts.items():
        there = [dossiers[name] for name in members if name in dossiers]
        if len(members) == 1:
            continue
        first = first_of(there)
        for each in there:
            act = code(there) if each is first else 4
            dossiers[each.dossier] = each._replace(
                act=act, root=None if each.dossier == root else root
            )


def never_accepted(facts: Facts) -> bool:
    """It ended without an acceptance."""
    flagged = bool(facts.ending_anomalies & NO_ACCEPTANCE)
    return facts.end_recorded_at is not None and (facts.accepted_at is None or flagged)


def first_of(there: list[Facts]) -> Facts | None:
    """The first accepted that is not voided; else another that is shown."""
    shown = [e for e in there if e.accepted_at is not None or never_accepted(e)]
    shown.sort(key=lambda e: (e.accepted_shown, e.dossier))
    valid = [e for e in shown if not e.voided]
    of = [e for e in valid if not never_accepted(e)] or valid
    of = of or [e for e in shown if not never_accepted(e)] or shown
    return of[0] if of else None


def code(there: list[Facts]) -> int:
    """1: all accepted ones were filed online, 2: not all, 3: not known."""
    of = [
        e.channel
        for e in there
        if e.accepted_at is not None and not e.voided and not never_accepted(e)
    ]
    if any(channel not in (ONLINE, UNKNOWN) for channel in of):
        return 2
    return 1 if of and UNKNOWN not in of else 3
