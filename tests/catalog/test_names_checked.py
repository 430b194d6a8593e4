"""Resource names and subjects: what is accepted, what is refused, and that no id breaks a subject.

Promises that codes stay opaque text. Must not need a database.
"""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.catalog.domain import names, refusals
from services.chassis.errors import Refusal
from services.chassis.reasons import Reason
from tests.catalog.given import unit_opened


@pytest.mark.parametrize("name", ["units/000.00.00.H26", "units/H55.242", "units/phường-1"])
def test_codes_are_opaque(name: str) -> None:
    assert names.unit(name, field="name") == name
    assert names.last(name) == name.removeprefix("units/")


@pytest.mark.parametrize("name", ["", "units/", "units/a/b", "units/a b", "services/a", "unit/a"])
def test_another_form_is_refused_with_its_field(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        names.unit(name, field="unit.parent")
    assert (refused.value.reason.code, refused.value.field) == ("NAME_MALFORMED", "unit.parent")


def test_an_offering_is_named_by_its_service_and_unit() -> None:
    name = names.of_offering("services/1.001193", "units/h26")
    assert name == "services/1.001193/offerings/h26"
    assert names.offering(name, field="name") == ("services/1.001193", "units/h26")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-", "ID_RESERVED"),
        ("", "ID_MALFORMED"),
        ("a/b", "ID_MALFORMED"),
        ("x" * 65, "ID_MALFORMED"),
    ],
)
def test_an_id_of_its_own_is_short_and_free(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        names.new("units", text, field="unit_id")
    assert refused.value.reason.code == code


@given(some.text(min_size=1, max_size=20).filter(lambda text: "/" not in text))
def test_a_subject_has_four_plain_parts_whatever_the_id(text: str) -> None:
    subject = names.subject(unit_opened(), f"units/{text}")
    assert re.fullmatch(r"motcua\.catalog\.UnitOpened\.[A-Za-z0-9_%-]+", subject)


@given(some.text(max_size=9), some.text(max_size=9))
def test_two_ids_never_share_a_subject(one: str, other: str) -> None:
    subjects = {names.subject(unit_opened(), text.replace("/", "")) for text in (one, other)}
    assert len(subjects) == len({one.replace("/", ""), other.replace("/", "")})


def test_every_refusal_has_its_own_code_and_both_languages() -> None:
    for each in pkgutil.iter_modules(refusals.__path__):
        importlib.import_module(f"{refusals.__name__}.{each.name}")
    own = [
        each for each in Reason.__subclasses__() if each.__module__.startswith(refusals.__name__)
    ]
    reasons = [reason for each in own for reason in each]
    assert len({reason.code for reason in reasons}) == len(reasons) >= 60
    for reason in reasons:
        values = [set(re.findall(r"{(\w+?)(?:_vi|_en)?}", said)) for said in (reason.vi, reason.en)]
        assert values[0] == values[1]
        assert reason.vi != reason.en
