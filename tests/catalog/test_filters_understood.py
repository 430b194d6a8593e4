"""Filters, understood whole or refused with the place where they break off.

Promises what the README documents. Must not need a database.
"""

from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from motcua.catalog.v1 import catalog_pb2 as api
from services.catalog.api.filters import FIELDS, OPEN, OPERATORS, filters
from services.catalog.queries import OFFERINGS, SERVICES, TARGETS, UNITS, Filter
from services.chassis.errors import Refusal

ANY_OPERATOR = "= | != | < | <= | > | >="


def of_offerings(text: str) -> dict[str, tuple[object, ...]]:
    return {each.column: each.among for each in filters(OFFERINGS, text)}


def refused(kind: str, text: str) -> tuple[str, str, str]:
    with pytest.raises(Refusal) as found:
        filters(kind, text)
    return found.value.reason.code, found.value.values["place"], found.value.field


def test_nothing_is_asked_by_an_empty_filter() -> None:
    assert filters(UNITS, "") == filters(SERVICES, "  ") == ()


def test_only_open_offerings_are_listed_unless_the_filter_speaks_of_states() -> None:
    assert filters(OFFERINGS, "") == (OPEN,)
    assert filters(OFFERINGS, "state = PLANNED") == (Filter("state", (1,)),)
    assert filters(OFFERINGS, "state != PLANNED") == (Filter("state", (2, 3)),)


def test_the_example_of_the_contract() -> None:
    assert of_offerings("level >= 3 AND extent = FULL") == {
        "level": (3, 4),
        "extent": (3,),
        "state": (2,),
    }


@pytest.mark.parametrize("text", ["extent=FULL", ' extent  = "FULL" ', "extent = EXTENT_FULL"])
def test_space_quotes_and_the_long_name_make_no_difference(text: str) -> None:
    assert of_offerings(text)["extent"] == (3,)


def test_conditions_on_one_field_narrow_it_down() -> None:
    assert of_offerings("level > 1 AND level != 3")["level"] == (2, 4)
    assert of_offerings("level = 1 AND level = 2")["level"] == ()
    assert of_offerings('unit = "units/a" AND unit = units/b')["unit"] == ()


def test_texts_are_opaque() -> None:
    found = filters(SERVICES, r'code = "1.\"00 1" AND code = 1.001193 AND field != "Hộ tịch"')
    assert found == (
        Filter("codes", ('1."00 1', "1.001193")),
        Filter("field", ("Hộ tịch",), negated=True),
    )
    assert filters(UNITS, "kind = ward AND kind != x") == (
        Filter("field", ("ward",)),
        Filter("field", ("x",), negated=True),
    )


@given(some.sampled_from(sorted(OPERATORS)), some.integers(0, 4))
def test_levels_are_compared_as_numbers(sign: str, bound: int) -> None:
    meant = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}[sign]
    fitting = tuple(n for n in range(5) if getattr(operator, meant)(n, bound))
    assert of_offerings(f"level{sign}{bound}")["level"] == fitting


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("level", "6", ANY_OPERATOR),
        ("level >=", "9", 'value | "value"'),
        ("level ~ 3", "7", ANY_OPERATOR),
        ("level >= 3 extent = FULL", "12", "AND"),
        ("level >= 3 OR extent = FULL", "12", "AND"),
        ("level >= 3 AND", "15", "field"),
        ("level >= 3\n\tAND ", "16", "field"),
        ("level >= 3 ANDextent = FULL", "12", "AND"),
        ("level >= 3 AND AND level < 4", "16", "field"),
        ("(level >= 3)", "1", "field"),
        ('unit = "units/a', "8", 'value | "value"'),
        ('unit = "units/a" "b"', "18", "AND"),
        ("extent < FULL", "8", "= | !="),
        ("NOT level = 3", "1", "field"),
        ("Đ = 3", "1", "field"),
    ],
)
def test_what_is_malformed_is_refused_with_its_place_and_what_could_stand_there(
    text: str, place: str, expected: str
) -> None:
    assert refused(OFFERINGS, text) == ("FILTER_MALFORMED", place, "filter")
    with pytest.raises(Refusal) as found:
        filters(OFFERINGS, text)
    assert found.value.values["expected"] == expected


def test_what_is_unknown_is_refused_with_its_place() -> None:
    assert refused(UNITS, "level = 3") == ("FILTER_FIELD_UNKNOWN", "1", "filter")
    assert refused(SERVICES, "state = X") == ("FILTER_VALUE_UNKNOWN", "9", "filter")
    assert refused(OFFERINGS, "level = 5") == ("FILTER_VALUE_UNKNOWN", "9", "filter")
    assert refused(OFFERINGS, "state = UNSPECIFIED") == ("FILTER_VALUE_UNKNOWN", "9", "filter")


@given(some.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    said: set[str] = set()
    for kind in FIELDS:
        try:
            found = filters(kind, text)
        except Refusal as refusal:
            found = ()
            said.add(refusal.reason.code)
        assert all(isinstance(each, Filter) for each in found)
    assert said <= {"FILTER_MALFORMED", "FILTER_FIELD_UNKNOWN", "FILTER_VALUE_UNKNOWN"}


def test_every_state_can_be_named() -> None:
    states = {UNITS: api.Unit, SERVICES: api.Service, OFFERINGS: api.Offering}
    for kind, resource in states.items():
        for name, number in resource.State.items():
            if number:
                assert Filter("state", (number,)) in filters(kind, f"state = {name}")
    assert filters(TARGETS, "state = SET") == (Filter("state", (1,)),)
