"""Random conditions, each as its text and as a function of an item.

Promises that the function shares no code with what reads the text.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from services.metrics.domain.expressions.nodes import BOOL, INSTANT, NUMBER, SECONDS, Fact

Item = Mapping[str, Any]
WORDS = (("online", 1), ("in_person", 2), ("post", 3))
FACTS = {
    fact.name: fact
    for fact in (
        Fact("voided", BOOL, False, "voided"),
        Fact("assisted", BOOL, True, "assisted"),
        Fact("channel", "channel", True, "channel", WORDS),
        Fact("level", NUMBER, True, "level"),
        Fact("fee", NUMBER, True, "fee"),
        Fact("accepted_at", INSTANT, True, "accepted_at"),
        Fact("ended_at", INSTANT, True, "ended_at"),
        Fact("waited", SECONDS, False, "waited"),
    )
}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Drawn(NamedTuple):
    """A text, and what it is for an item; None: absent."""

    text: str
    of: Callable[[Item], Any]


def both(left: Drawn, right: Drawn, sign: str, work: Callable[[Any, Any], Any]) -> Drawn:
    """An operator that needs both sides."""

    def of(item: Item) -> Any:
        values = left.of(item), right.of(item)
        return None if None in values else work(*values)

    return Drawn(f"{left.text} {sign} {right.text}", of)


def bare(name: str) -> Drawn:
    return Drawn(name, lambda item: item[name])


def constant(text: str, value: Any) -> Drawn:
    return Drawn(text, lambda _: value)


def instant_literal(minutes: int) -> Drawn:
    at = EPOCH + timedelta(minutes=minutes)
    return constant(f'timestamp("{at.isoformat()}")', at)


numbers = st.one_of(
    st.sampled_from(["level", "fee"]).map(bare),
    st.integers(-1, 5).map(lambda n: constant(str(n), n)),
    st.just(both(bare("fee"), bare("fee"), "*", operator.mul)),
)
late = both(bare("ended_at"), bare("waited"), "-", lambda at, n: at - timedelta(seconds=n))
instants = st.one_of(
    st.sampled_from(["accepted_at", "ended_at"]).map(bare),
    st.integers(0, 99).map(instant_literal),
    st.just(late),
)
words = st.sampled_from(WORDS).map(lambda word: constant(f'"{word[0]}"', word[1]))


@st.composite
def comparisons(draw: st.DrawFn) -> Drawn:
    sides, signs = draw(
        st.sampled_from([
            ((numbers, numbers), list(COMPARED)),
            ((instants, instants), list(COMPARED)),
            ((st.just(bare("channel")), words), ["==", "!="]),
            ((st.just(bare("assisted")), st.just(bare("voided"))), ["==", "!="]),
        ])
    )  # fmt: skip
    sign = draw(st.sampled_from(signs))
    return both(draw(sides[0]), draw(sides[1]), sign, COMPARED[sign])


@st.composite
def lists(draw: st.DrawFn) -> Drawn:
    chosen = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    text = ", ".join(f'"{word}"' for word, _ in chosen)
    values = {number for _, number in chosen}

    def of(item: Item) -> bool | None:
        return None if item["channel"] is None else item["channel"] in values

    return Drawn(f"channel in [{text}]", of)


def known(name: str) -> Drawn:
    return Drawn(f"has({name})", lambda item: item[name] is not None)


atoms = st.one_of(
    st.sampled_from(["voided", "assisted"]).map(bare),
    st.sampled_from(sorted(FACTS)).map(known),
    comparisons(),
    lists(),
)


def negated(inner: Drawn) -> Drawn:
    def of(item: Item) -> bool | None:
        value = inner.of(item)
        return None if value is None else not value

    return Drawn(f"!({inner.text})", of)


def connected(sign: str, wins: bool, parts: list[Drawn]) -> Drawn:
    def of(item: Item) -> bool | None:
        values = [part.of(item) for part in parts]
        if wins in values:
            return wins
        return None if None in values else not wins

    return Drawn(f" {sign} ".join(f"({part.text})" for part in parts), of)


def chosen_of(condition: Drawn, yes: Drawn, no: Drawn) -> Drawn:
    def of(item: Item) -> bool | None:
        value = condition.of(item)
        return None if value is None else (yes if value else no).of(item)

    return Drawn(f"({condition.text}) ? ({yes.text}) : {no.text}", of)


def deeper(inner: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        inner.map(negated),
        several.map(lambda parts: connected("&&", False, parts)),
        several.map(lambda parts: connected("||", True, parts)),
        st.builds(chosen_of, inner, inner, inner),
    )


conditions = st.recursive(atoms, deeper, max_leaves=12)
moments = st.integers(0, 99).map(lambda n: EPOCH + timedelta(minutes=n))
items = st.fixed_dictionaries(
    {
        "voided": st.booleans(),
        "assisted": st.none() | st.booleans(),
        "channel": st.none() | st.integers(1, 3),
        "level": st.none() | st.integers(0, 4),
        "fee": st.none() | st.sampled_from([0, 20_000, 2**53 - 1]),
        "accepted_at": st.none() | moments,
        "ended_at": st.none() | moments,
        "waited": st.integers(0, 3600),
    }
)
