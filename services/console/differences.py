"""Where two readings do not agree: a figure or a count, number by number and item by item.

Promises to name what differs and nothing else. Must not decide which reading is right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.console.sums import Place


@dataclass(frozen=True)
class Difference:
    """A figure that the two readings do not agree on: number by number, and item by item."""

    place: Place
    numbers: Mapping[str, tuple[object, object]]
    items: tuple[tuple[str, str, str], ...] = ()


def differing(ours: Any, service: Any) -> dict[str, tuple[object, object]]:
    """By name, the fields of two rows of one kind that differ: ours, the service's."""
    sides = zip(ours._fields, ours, service, strict=True)
    return {name: (mine, other) for name, mine, other in sides if mine != other}


def disagreements(
    ours: Mapping[str, str], service: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Id, our class, the service's class."""
    for name in sorted(ours.keys() | service.keys()):
        if ours.get(name) != service.get(name):
            yield name, ours.get(name, "absent"), service.get(name, "absent")


def spelled(membership: str, reason: str) -> str:
    """A class with its reason."""
    return f"{membership} ({reason})" if reason else membership
