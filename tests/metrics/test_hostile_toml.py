"""Texts of TOML that a caller wrote to harm: refused by name, soon.

Given the text of a definition or an index, when it is read, then it is refused as malformed.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.chassis.errors import Refusal
from services.metrics.domain import toml
from services.metrics.domain.indicators import document
from services.metrics.domain.scores import index

HOSTILE = {
    "digits": "version = " + "9" * 5_000,
    "hexadecimal": "version = 0x" + "f" * 5_000,
    "wide": "version = 9223372036854775809",
    "within": "a = [{b = [1, 0x" + "f" * 5_000 + "]}]",
    "key": ".".join("a" * 9_000) + " = 1",
    "quoted": " . ".join(['"a"'] * 3_000) + " = 1",
    "signs": ".".join(['"!"'] * 3_000) + " = 1",
    "blanks": "x = {" + ".".join(["' '"] * 3_000) + " = 1}",
    "table": "[" + ".".join("a" * 9_000) + "]",
    "deep": "a = " + "[" * 5_000 + "]" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("read", [document.read, index.parsed], ids=["definition", "index"])
def test_a_hostile_text_is_refused_as_malformed(read: Callable[[str], object], name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(HOSTILE[name])
    assert refused.value.reason.code in {"DEFINITION_MALFORMED", "INDEX_MALFORMED"}
    assert refused.value.message("en")


def test_what_a_text_usually_has_is_read() -> None:
    text = """title.vi = "Một. Hai. Ba. Bốn. Năm."
[a.b.c]
words = "w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w.w"
number = 9223372036854775807"""
    assert toml.parsed(text)["a"]["b"]["c"]["number"] == 2**63 - 1


def test_a_long_text_without_points_is_looked_through_once() -> None:
    assert not toml.DEEP.search("a" * 20_000 + " ." * 20_000)
