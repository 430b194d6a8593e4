"""What claims grant: rules of the file, and the bound that no token gets beyond.

Given an issuer of any rules and claims of any form, when a caller's reach is asked, then never a
role or a unit outside of what the issuer may give.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.access import Caller, reaches, tops
from services.chassis.claims import ROLES
from services.chassis.oidc import mapping
from services.chassis.oidc.file import bounds, rule
from services.chassis.oidc.templates import template

PARENTS = {"a": "", "b": "a", "c": "a", "d": "b", "e": "b", "f": ""}
UNITS = [f"units/{each}" for each in PARENTS]
NAMES = [each for each in ROLES if each != "public"]


def within(ancestor: str, unit: str) -> bool:
    """Naively, over six units."""
    at = unit.removeprefix("units/")
    while at in PARENTS:
        if f"units/{at}" == ancestor:
            return True
        at = PARENTS[at]
    return False


def granted(*rules: dict[str, Any], subject: str = "oidc.x.1", **claims: Any) -> set[str]:
    found = mapping.grants([rule(each) for each in rules], claims, subject)
    names = {number: name for name, number in ROLES.items()}
    return {f"{names[role]} {unit or '*'}" for role, unit in found}


def test_examples_of_providers() -> None:
    """Keycloak's realm roles and group paths, Entra's groups and app roles, an officer by name."""
    realm = {"claim": "realm_access.roles", "value": "motcua-officer", "role": "officer"}
    by_claim = {**realm, "unit": "units/{unit_id}"}
    has = {"realm_access": {"roles": ["offline_access", "motcua-officer"]}}
    assert granted(by_claim, **has, unit_id="a") == {"officer units/a"}
    assert granted(by_claim, **has, unit_id=["a", "b"]) == {"officer units/a", "officer units/b"}
    assert granted(by_claim, **has) == set()
    path = {"claim": "groups", "value": "/wards/{ward}/clerks", "role": "officer"}
    by_path = {**path, "unit": "units/{ward}"}
    groups = ["/wards/a/clerks", "/wards/b/heads", "/wards//clerks", "/wards/x/y/clerks", 7]
    assert granted(by_path, groups=groups) == {"officer units/a"}
    guid = "6f1c2f9e-0000-4000-8000-000000000001"
    entra = {"claim": "groups", "value": guid, "role": "inspector", "unit": "*"}
    assert granted(entra, groups=[guid.upper(), guid]) == {"inspector *"}
    scope = {"claim": "scope", "value": "portal", "role": "portal", "unit": "units/a"}
    assert granted(scope, scope="openid portal") == {"portal units/a"}
    assert granted(scope, scope="openid portals") == set()
    dotted = {
        "claim": ["https://x.example/roles"],
        "value": "r",
        "role": "leader",
        "unit": "units/a",
    }
    assert granted(dotted, **{"https://x.example/roles": "r"}) == {"leader units/a"}
    person = {"subject": "oidc.eid.1", "role": "leader", "unit": "units/a"}
    assert granted(person, subject="oidc.eid.1") == {"leader units/a"}
    assert granted(person, subject="oidc.eid.2") == set()


@pytest.mark.parametrize("value", ["*", "", "a/b", "a b", "a\n", "\u202ea", "x" * 200, "units/a"])
def test_what_cannot_be_a_unit_grants_nothing(value: str) -> None:
    one = {"claim": "r", "value": "r", "role": "officer", "unit": "units/{u}"}
    assert granted(one, r="r", u=value) == set()
    captured = {"claim": "r", "value": "r-{u}", "role": "officer", "unit": "units/{u}"}
    assert granted(captured, r=f"r-{value}") == set()


def test_a_claim_may_be_a_whole_name_but_never_the_whole_tree() -> None:
    one = {"claim": "r", "value": "r", "role": "officer", "unit": "{u}"}
    assert granted(one, r="r", u=["units/a", "*", "", "a", "units/*"]) == {"officer units/a"}


@pytest.mark.parametrize("text", ["{a}{b}", "{", "}", "a{b", "{a}}", "{}"])
def test_a_template_has_one_name_at_most(text: str) -> None:
    with pytest.raises(ValueError, match="more than one"):
        template(text)


@given(some.text("ab/", max_size=4), some.text("ab/", max_size=4), some.text("ab/", max_size=6))
def test_a_template_finds_what_it_filled_in(before: str, after: str, value: str) -> None:
    made = template(f"{before}{{name}}{after}")
    assert made.found_in(made.filled(value)) == (value or None)
    found = made.found_in(value)
    assert found is None or made.filled(found) == value


words = some.sampled_from(["a", "b", "c", "d", "f", "r", "*", "units/a", "x y"])
claims = some.recursive(
    words | some.integers() | some.none() | some.booleans(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
units = some.sampled_from(["*", *UNITS])
rules = some.fixed_dictionaries(
    {
        "claim": some.sampled_from(["a", "b", "a.b", "scope"]),
        "value": some.sampled_from(["a", "r", "{u}", "units/{u}", "x y"]),
        "role": some.sampled_from(NAMES),
        "unit": units | some.sampled_from(["units/{u}", "units/{b}", "{a}", "{a.b}"]),
    }
)
allowed = some.fixed_dictionaries(
    {"roles": some.lists(some.sampled_from(NAMES), min_size=1, max_size=3), "unit": units}
)


@given(
    some.lists(rules, max_size=5),
    some.lists(allowed, min_size=1, max_size=3),
    some.dictionaries(some.sampled_from(["a", "b", "scope"]), claims, max_size=3),
)
def test_no_token_reaches_beyond_what_its_issuer_may_give(
    stated: list[Any], most: list[Any], said: dict[str, Any]
) -> None:
    found = tuple(mapping.grants([rule(each) for each in stated], said, "oidc.x.1"))
    caller = Caller("oidc.x.1", found, None, tuple(bounds(most)))
    free = Caller("oidc.x.1", found)
    for role in ROLES.values():
        for unit in ["", *UNITS]:
            may = any(
                ROLES[name] == role and (each["unit"] == "*" or within(each["unit"], unit))
                for each in most
                for name in each["roles"]
            )
            reached = reaches(caller, {role}, unit, within)
            assert reached == (may and reaches(free, {role}, unit, within))
        assert all(reaches(caller, {role}, top, within) for top in tops(caller, {role}, within))


def test_a_unit_that_moves_out_of_the_bound_is_not_reached_any_more() -> None:
    """The bound is looked at when somebody calls, not when his token is first seen."""
    caller = Caller("x", ((3, "units/d"),), None, ((3, "units/b"),))
    assert reaches(caller, {3}, "units/d", within)
    assert not reaches(caller, {3}, "units/d", lambda one, other: one == other)
