"""The oracle of digests: version 2 written down once more, by loops over plain text.

Promises to share no code with the service.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from motcua.metrics.v1.events_pb2 import Membership
from motcua.metrics.v1.metrics_pb2 import Item

# Unit, part, kind, id, class, reason, weight.
Row = tuple[str, str, str, str, str, str, str]


def sha(lines: list[str]) -> str:
    """Over the lines in the order of their bytes."""
    found = hashlib.sha256()
    for line in sorted(line.encode("utf-8") for line in lines):
        found.update(line)
    return found.hexdigest()


def naive_leaves(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """The leaf of every unit and part that is named."""
    found: dict[tuple[str, str], str] = {}
    for unit, part, *_ in rows:
        own = [row[2:] for row in rows if row[:2] == (unit, part)]
        found[unit, part] = sha(["\t".join(each) + "\n" for each in own])
    return found


def naive_digest(rows: Sequence[Row]) -> str:
    """The figure's."""
    found = naive_leaves(rows)
    return sha([f"{unit}\t{part}\t{leaf}\n" for (unit, part), leaf in found.items()])


def month(instant: datetime) -> str:
    """The local one."""
    return (instant.astimezone(UTC) + timedelta(hours=7)).strftime("%Y-%m")


def digest_of_items(items: Iterable[Item], *, one: tuple[str, str] | None = None) -> str:
    """Of what ExplainRate lists; `one` is the only leaf where there is only one. The leaf that each
    item names is the one that follows from its unit and time.
    """
    rows = [(item, row_of(item, one)) for item in items]
    assert [row[:2] for _, row in rows] == [(item.leaf.unit, item.leaf.part) for item, _ in rows]
    return naive_digest([row for _, row in rows])


def row_of(item: Item, one: tuple[str, str] | None = None) -> Row:
    """An item, where it stands."""
    found = Membership.Name(item.membership).removeprefix("MEMBERSHIP_").lower()
    place = one or (item.unit, month(item.key_time.ToDatetime(UTC)))
    return (*place, item.kind, item.id, found, item.reason, str(item.weight))
