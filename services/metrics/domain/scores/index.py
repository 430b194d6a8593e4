"""An index: which rates earn how many points, as data.

Promises exact fractions: numbers with a point are written as texts. Example of a part: `points =
"2"`, `threshold = "0.6"` gives 2 points from 60% on, and 1 point for 30%.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from services.chassis.errors import Refusal, refuse_all
from services.metrics.domain import toml
from services.metrics.domain.refusals import MetricsReason

LONGEST, MOST_PARTS = 20_000, 100
TARGET = "target"  # as a threshold: that of the catalogue
LEFT_OUT, ZERO = "left_out", "zero"  # what becomes of a part without a value
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
DECIMAL = re.compile(r"\d{1,6}(\.\d{1,6})?")


class Step(NamedTuple):
    """From a rate on, so many points."""

    rate: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """A rate, and how it earns points: by steps, or in proportion up to a threshold."""

    name: str
    definition: str
    version: int
    service: str
    group: str
    points: Fraction  # the most
    threshold: Fraction | None  # None: steps, or the catalogue's target
    by_target: bool
    floor: Fraction  # below it there are none
    steps: tuple[Step, ...]

    def earned(self, rate: Fraction, threshold: Fraction | None) -> Fraction:
        """min(points, rate / threshold x points); by steps, the most of those reached."""
        if self.steps:
            return max(
                (step.points for step in self.steps if rate >= step.rate), default=Fraction(0)
            )
        if rate < self.floor or threshold is None:
            return Fraction(0)
        return self.points if rate >= threshold else rate / threshold * self.points


@dataclass(frozen=True, slots=True)
class Index:
    """Parts, the bounds of groups of them, and what becomes of a part without a value."""

    id: str
    version: int
    title: Mapping[str, str]
    description: Mapping[str, str]
    parts: tuple[Part, ...]
    caps: Mapping[str, Fraction]  # by group
    without_value: str
    decimals: int
    text: str

    @property
    def name(self) -> str:
        """Such as `par.services@1`."""
        return f"{self.id}@{self.version}"

    @property
    def digest(self) -> str:
        """SHA-256 over the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Shape(NamedTuple):
    """Whether a value will do, and whether it must be there."""

    holds: Callable[[Any], bool]
    required: bool = True


def is_decimal(value: Any) -> bool:
    """Such as `0.6`, as a text."""
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None


def is_share(value: Any) -> bool:
    """A rate, from 0 to 1."""
    return is_decimal(value) and Fraction(value) <= 1


def is_number(value: Any) -> bool:
    """A whole number from 1 on."""
    return type(value) is int and 0 < value < LONGEST


def is_id(value: Any) -> bool:
    """Lower-case letters, digits, _ and dots."""
    return isinstance(value, str) and len(value) <= 64 and ID.fullmatch(value) is not None


def is_bilingual(value: Any) -> bool:
    """In Vietnamese and in English."""
    both = isinstance(value, dict) and value.keys() == {"vi", "en"}
    return both and all(isinstance(text, str) and text.strip() for text in value.values())


def is_steps(value: Any) -> bool:
    """Pairs of a rate and points."""
    pairs = isinstance(value, list) and 0 < len(value) <= MOST_PARTS
    return pairs and all(
        isinstance(pair, list) and len(pair) == 2 and is_share(pair[0]) and is_decimal(pair[1])
        for pair in value
    )


def is_tables(value: Any) -> bool:
    """At least one table, and not too many."""
    return (
        isinstance(value, list)
        and 0 < len(value) <= MOST_PARTS
        and all(isinstance(each, dict) for each in value)
    )


INDEX = {
    "id": Shape(is_id),
    "version": Shape(is_number),
    "title": Shape(is_bilingual),
    "description": Shape(is_bilingual),
    "without_value": Shape(lambda value: value in {LEFT_OUT, ZERO}),
    "decimals": Shape(lambda value: type(value) is int and 0 <= value <= 4, required=False),
    "part": Shape(is_tables),
    "group": Shape(is_tables, required=False),
}
PART = {
    "name": Shape(is_id),
    "definition": Shape(is_id),
    "version": Shape(is_number),
    "points": Shape(lambda value: is_decimal(value) and Fraction(value) > 0),
    "service": Shape(lambda value: isinstance(value, str), required=False),
    "group": Shape(is_id, required=False),
    "threshold": Shape(
        lambda value: value == TARGET or (is_share(value) and Fraction(value) > 0), required=False
    ),
    "floor": Shape(is_share, required=False),
    "steps": Shape(is_steps, required=False),
}
GROUP = {"name": Shape(is_id), "cap": Shape(is_decimal)}


def read(text: str) -> Index:
    """An index from its text. Raises Refusal with every field that is at fault."""
    stated = parsed(text)
    refuse_all(faults(stated))
    return Index(
        id=stated["id"],
        version=stated["version"],
        title=stated["title"],
        description=stated["description"],
        parts=tuple(map(part, stated["part"])),
        caps={each["name"]: Fraction(each["cap"]) for each in stated.get("group", ())},
        without_value=stated["without_value"],
        decimals=stated.get("decimals", 2),
        text=text,
    )


def parsed(text: str) -> Mapping[str, Any]:
    """As TOML."""
    if len(text) > LONGEST:
        values = {"why": f"> {LONGEST}"}
        raise Refusal(MetricsReason.INDEX_MALFORMED, field="text", values=values)
    try:
        return toml.parsed(text)
    except ValueError as error:
        values = {"why": str(error)}
        raise Refusal(MetricsReason.INDEX_MALFORMED, field="text", values=values) from None


def part(stated: Mapping[str, Any]) -> Part:
    """One of its tables."""
    threshold = stated.get("threshold")
    return Part(
        name=stated["name"],
        definition=stated["definition"],
        version=stated["version"],
        service=stated.get("service", ""),
        group=stated.get("group", ""),
        points=Fraction(stated["points"]),
        threshold=Fraction(threshold) if threshold not in (None, TARGET) else None,
        by_target=threshold == TARGET,
        floor=Fraction(stated.get("floor", "0")),
        steps=tuple(Step(*map(Fraction, pair)) for pair in stated.get("steps", ())),
    )


def faults(stated: Mapping[str, Any]) -> Iterator[Refusal]:
    """Fields that are unknown, missing or of another kind; parts that do not fit together."""
    found = list(misshapen(stated, INDEX, ""))
    for name, shapes in (("part", PART), ("group", GROUP)):
        tables = stated.get(name, ())
        for n, each in enumerate(tables if is_tables(tables) else ()):
            found += misshapen(each, shapes, f"{name}[{n}].")
    yield from found
    if not found:
        yield from unfitting(stated["part"], [each["name"] for each in stated.get("group", ())])


def misshapen(
    stated: Mapping[str, Any], shapes: Mapping[str, Shape], place: str
) -> Iterator[Refusal]:
    """Field by field."""
    for name in sorted(stated.keys() | shapes.keys()):
        shape = shapes.get(name)
        missing = name not in stated
        if shape and missing and not shape.required:
            continue
        if shape is None or missing or not shape.holds(stated[name]):
            yield wrong(f"{place}{name}")


def unfitting(parts: Sequence[Mapping[str, Any]], groups: Sequence[str]) -> Iterator[Refusal]:
    """Names that are there twice, groups that are none, and parts that earn points in two ways."""
    names = Counter(each["name"] for each in parts)
    for n, each in enumerate(parts):
        if names[each["name"]] > 1:
            yield wrong(f"part[{n}].name")
        if each.get("group", "") not in ("", *groups):
            yield wrong(f"part[{n}].group")
        if ("steps" in each) == ("threshold" in each) or ("steps" in each and "floor" in each):
            yield wrong(f"part[{n}].threshold")
        if any(Fraction(points) > Fraction(each["points"]) for _, points in each.get("steps", ())):
            yield wrong(f"part[{n}].steps")
    for n, name in enumerate(groups):
        if groups.count(name) > 1:
            yield wrong(f"group[{n}].name")


def wrong(field: str) -> Refusal:
    """A field of an index's text."""
    return Refusal(MetricsReason.INDEX_FIELD_INVALID, field="text", values={"name": field})
