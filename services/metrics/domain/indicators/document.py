"""The shape of a definition's text: its fields and what each may hold.

What the fields mean, and whether they fit one another, is asked afterwards.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from services.chassis.errors import Refusal, refuse_all
from services.metrics.domain import toml
from services.metrics.domain.indicators.refusals import DefinitionReason

LONGEST = 20_000  # characters
LATEST_VERSION = 10_000
LARGEST_BOUND = 2**31
MOST_DECIMALS = 4
HALF_UP, DOWN = "half_up", "down"  # roundings of a percentage


class Field(NamedTuple):
    """Whether a value will do, and what it must be, in Vietnamese and in English."""

    holds: Callable[[Any], bool]
    vi: str
    en: str
    required: bool = True


def _is_id(value: Any) -> bool:
    return (
        isinstance(value, str)
        and re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", value) is not None
    )


def _is_version(value: Any) -> bool:
    return type(value) is int and 0 < value < LATEST_VERSION


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_bounds(value: Any) -> bool:
    whole = isinstance(value, list) and all(
        type(n) is int and 0 <= n < LARGEST_BOUND for n in value
    )
    return whole and 0 < len(value) <= 100 and all(a < b for a, b in pairwise(value))


def _is_decimals(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_DECIMALS


def _is_rounding(value: Any) -> bool:
    return value in (HALF_UP, DOWN)


def _is_bilingual(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"vi", "en"}
        and all(isinstance(text, str) and text.strip() for text in value.values())
    )


_TEXT = (_is_text, "một văn bản", "a text")
_TEXTS = (_is_texts, "một danh sách văn bản", "a list of texts")
_BILINGUAL = (_is_bilingual, "văn bản vi và en", "texts vi and en")
FIELDS = {
    "id": Field(_is_id, "chữ thường, số, _ và dấu chấm", "lower-case letters, digits, _ and dots"),
    "version": Field(_is_version, "số nguyên từ 1", "a whole number from 1 on"),
    "kind": Field(*_TEXT),
    "key": Field(*_TEXT, required=False),
    "unit": Field(*_TEXT),
    "adds_up_over": Field(*_TEXTS),
    "where": Field(*_TEXT, required=False),
    "excluded": Field(*_TEXTS),
    "numerator": Field(*_TEXT, required=False),
    "value": Field(*_TEXT, required=False),
    "bounds": Field(
        _is_bounds, "các số nguyên tăng dần", "whole numbers in ascending order", required=False
    ),
    "can_still": Field(*_TEXT, required=False),
    "decimals": Field(
        _is_decimals, "số nguyên từ 0 đến 4", "a whole number from 0 to 4", required=False
    ),
    "rounding": Field(_is_rounding, "half_up hoặc down", "half_up or down", required=False),
    "title": Field(*_BILINGUAL),
    "description": Field(*_BILINGUAL),
}


def read(text: str) -> Mapping[str, Any]:
    """Its fields by name. Raises Refusal with all that are unknown, missing or of another type."""
    if len(text) > LONGEST:
        values = {"why": f"> {LONGEST}"}
        raise Refusal(DefinitionReason.DEFINITION_MALFORMED, values=values)
    try:
        stated = toml.parsed(text)
    except ValueError as error:
        why = {"why": str(error)}
        raise Refusal(DefinitionReason.DEFINITION_MALFORMED, values=why) from None
    refuse_all(_misshapen(stated))
    return stated


def _misshapen(stated: Mapping[str, Any]) -> Iterator[Refusal]:
    for name in sorted(stated.keys() - FIELDS.keys()):
        values = {"field": name, "fields": ", ".join(FIELDS)}
        yield Refusal(DefinitionReason.DEFINITION_FIELD_UNKNOWN, field=name, values=values)
    for name, field in FIELDS.items():
        if name not in stated and field.required:
            yield Refusal(
                DefinitionReason.DEFINITION_FIELD_MISSING, field=name, values={"field": name}
            )
        if name in stated and not field.holds(stated[name]):
            values = {"field": name, "vi": field.vi, "en": field.en}
            yield Refusal(DefinitionReason.DEFINITION_FIELD_INVALID, field=name, values=values)
