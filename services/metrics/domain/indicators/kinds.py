"""The kinds of items and their facts, as `facts.toml` lists them.

A fact is a column of its name, or an expression over columns; one of the question (`from`, `to`) is
a column of the statement.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.chassis.errors import Refusal
from services.metrics.domain.expressions.nodes import Fact
from services.metrics.domain.refusals import MetricsReason

QUESTION = frozenset({"from", "to", "as_of"})  # facts that belong to the question


@dataclass(frozen=True, slots=True)
class Kind:
    """What items of a kind can be keyed by, to which units they are credited, and their facts."""

    name: str
    keys: tuple[str, ...]
    units: tuple[str, ...]
    facts: Mapping[str, Fact]
    texts: Mapping[str, tuple[str, str]]  # of each fact, in Vietnamese and in English


@cache
def kinds() -> Mapping[str, Kind]:
    """All of them, by name."""
    read = tomllib.loads(Path(__file__).with_name("facts.toml").read_text())
    words = {name: tuple(numbers.items()) for name, numbers in read.pop("words").items()}
    return {name: _kind(name, said, words) for name, said in read.items()}


def find_kind(name: str) -> Kind:
    """By its name. Raises Refusal where there is none."""
    if name not in kinds():
        values = {"kind": name, "kinds": ", ".join(kinds())}
        raise Refusal(MetricsReason.KIND_UNKNOWN, field="kind", values=values)
    return kinds()[name]


def _kind(name: str, stated: Mapping[str, Any], words: Mapping[str, Any]) -> Kind:
    facts = {
        fact: Fact(
            fact,
            of["type"],
            optional=not of.get("always"),
            column=of.get("column", f'"{fact}"'),
            words=words.get(of["type"], ()),
        )
        for fact, of in stated["facts"].items()
    }
    texts = {fact: (of["vi"], of["en"]) for fact, of in stated["facts"].items()}
    return Kind(name, tuple(stated["keys"]), tuple(stated["units"]), facts, texts)
