"""The file of issuers: sound ones of the documentation, and every fault by its place.

Given a file, when a service reads it, then issuers, or an error that names all that is wrong.
"""

from __future__ import annotations

import io
import json
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.chassis.claims import ROLES
from services.chassis.oidc import file
from services.chassis.oidc.command import show_pseudonym
from services.chassis.oidc.issuer import pseudonym
from services.chassis.server import Server
from services.chassis.settings import SettingsError
from tests.chassis import echo
from tests.chassis.issuing import DAY, SUBJECT_KEY, TABLES, configured, stated, toml

PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def faults(text: str, **how: Any) -> str:
    with pytest.raises(SettingsError) as found:
        file.read(text, longest_life=DAY, **how)
    return str(found.value)


def test_the_examples_of_the_page_are_sound_together() -> None:
    found = {
        name: each
        for text in EXAMPLES
        for each in file.read(text, longest_life=DAY)
        for name in [each.name]
    }
    assert list(found) == ["city", "keycloak", "entra", "eid"]
    assert found["keycloak"].required == {("typ",): frozenset({"Bearer"})}
    assert (ROLES["portal"], "units/city") in found["keycloak"].bounds
    assert found["entra"].subject == ("oid",)
    assert found["eid"].longest == 1800
    many = toml(*(stated(name=f"a{n}", url=f"https://a/{n}") for n in range(3)))
    assert [each.name for each in file.read(many, longest_life=DAY)] == ["a0", "a1", "a2"]
    assert file.read("", longest_life=DAY) == []


def test_defaults_are_those_of_the_page() -> None:
    found = configured(longest_hours=None)
    assert found.discovery == "https://id.city.example/realms/city/.well-known/openid-configuration"
    assert (found.skew, found.longest, found.kept) == (5.0, DAY, 24 * 3600.0)
    assert (found.types, found.required, found.subject) == ({"at+jwt"}, {}, ("sub",))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": "City"}, "issuer City.name"),
        ({"name": None}, 'issuer 1: "name" is a required'),
        ({"url": "http://id.city.example"}, "issuer city.url: is no https address"),
        ({"url": "https://u:p@id.city.example"}, "issuer city.url"),
        ({"url": "https://id.city.example?a=b"}, "issuer city.url"),
        ({"url": "https://[x"}, "issuer city.url"),
        ({"discovery": "ftp://x"}, "issuer city.discovery"),
        ({"jwks_uri": "http://x/keys"}, "issuer city.jwks_uri"),
        ({"jwks_uri": "https://x/k", "discovery": "https://x/d"}, "both discovery and jwks_uri"),
        ({"audiences": []}, "issuer city.audiences"),
        ({"audiences": "motcua"}, "issuer city.audiences"),
        ({"algorithms": ["HS256"]}, "issuer city.algorithms.0"),
        ({"algorithms": ["none"]}, "issuer city.algorithms.0"),
        ({"algorithms": []}, "issuer city.algorithms"),
        ({"token_types": ["JWT"]}, "city.required: with JWT"),
        ({"token_types": ["JWT"], "required": {"ver": "2.0"}}, "is told from an ID token by"),
        ({"token_types": ["JWT"], "required": {}}, "issuer city.required"),
        ({"clock_skew_seconds": 3600}, "issuer city.clock_skew_seconds"),
        ({"longest_hours": 0}, "issuer city.longest_hours"),
        ({"keys_kept_hours": 0}, "issuer city.keys_kept_hours"),
        ({"ca": "ca.pem"}, "issuer city.ca"),
        ({"secret": "x"}, "secret"),
        ({"allow": None}, '"allow" is a required'),
        ({"allow": [{"roles": ["king"], "unit": "*"}]}, "issuer city.allow.0.roles.0"),
        ({"allow": [{"roles": ["officer"], "unit": "units/{a}"}]}, "issuer city.allow.0.unit"),
        ({"allow": [{"roles": ["officer"], "unit": "city"}]}, "issuer city.allow.0.unit"),
        (
            {"grant": [{"claim": "a", "value": "b", "role": "editor", "unit": "*"}]},
            "stands in no allow",
        ),
        ({"grant": [{"claim": "a", "role": "officer", "unit": "*"}]}, "issuer city.grant.0"),
        (
            {"grant": [{"subject": "somebody", "role": "officer", "unit": "*"}]},
            "issuer city.grant.0",
        ),
        (
            {"grant": [{"claim": "a", "value": "{b}{c}", "role": "officer", "unit": "*"}]},
            "more than one",
        ),
        ({"grant": [{"claim": "a", "value": "{b", "role": "officer", "unit": "*"}]}, "brace alone"),
    ],
)
def test_a_fault_is_named_by_its_place(changes: dict[str, Any], why: str) -> None:
    assert why in faults(toml(stated(**changes)))


def test_all_faults_are_named_at_once() -> None:
    said = faults(toml(stated(algorithms=["HS256"], audiences=[]), stated(name="B", ca="x")))
    assert all(each in said for each in ("city.algorithms.0", "city.audiences", "B.name", "B.ca"))
    said = faults(toml(stated(), stated()), can_name=False)
    assert all(
        each in said for each in ("two issuers have the name city", "the url", "SUBJECT_KEY")
    )
    assert "is no TOML" in faults("[[issuer")
    assert "is no TOML" in faults("a = " + "9" * 5000)
    assert "is no TOML" in faults("a = " + "[" * 5000)
    assert faults(toml(stated()) + "\nlongest_hours = 0x" + "f" * 5000)
    assert "file" in faults("issuers = 1")


scalars = some.text("ab*{}/:.", max_size=5) | some.integers(-9, 9) | some.booleans()
keys = some.sampled_from([*stated(), "discovery", "jwks_uri", "ca", "required", "token_types"])


@given(some.dictionaries(keys, scalars | some.lists(scalars, max_size=2), max_size=4))
def test_whatever_a_file_says_is_sound_or_refused_by_name(odd: dict[str, Any]) -> None:
    """Tables of the sound one follow, unless they are among what is odd."""
    tables = {name: each for name, each in stated().items() if name in TABLES and name not in odd}
    plain = {name: each for name, each in stated().items() if name not in TABLES}
    lines = [f"{name} = {json.dumps(each)}" for name, each in {**plain, **odd}.items()]
    rest = toml(tables).splitlines()[1:]
    with suppress(SettingsError):
        file.read("\n".join(["[[issuer]]", *lines, *rest]), longest_life=DAY)


def test_a_server_does_not_start_with_a_faulty_file() -> None:
    with pytest.raises(SettingsError, match=r"MOTCUA_ISSUERS: issuer city\.algorithms"):
        Server(echo.settings(issuers=toml(stated(algorithms=[]))), [], within=lambda *_: False)
    with pytest.raises(SettingsError, match="MOTCUA_SUBJECT_KEY is missing"):
        Server(echo.settings(issuers=toml(stated())), [], within=lambda *_: False)


async def test_a_pseudonym_is_asked_for_on_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = echo.settings(issuers=toml(stated()), subject_key=SUBJECT_KEY)
    monkeypatch.setattr(sys, "stdin", io.StringIO("079012345678\n1001\n"))
    await show_pseudonym(known, ["city"])
    expected = [pseudonym(SUBJECT_KEY, "city", each) for each in ("079012345678", "1001")]
    assert capsys.readouterr().out.split() == expected
    for words in ([], ["other"], ["city", "1001"]):
        with pytest.raises(SettingsError, match="name one issuer of MOTCUA_ISSUERS: city"):
            await show_pseudonym(known, words)
