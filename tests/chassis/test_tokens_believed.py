"""Tokens whose signature is good: which claims are believed, and for how long.

Given claims, however odd, when somebody calls with them, then a caller or one of a few reasons, and
never an error of ours.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from services.chassis.settings import Settings, SettingsError
from tests.chassis.test_settings_read import ENOUGH
from tests.chassis.tokens import DAY, HOUR, answer, signed, sound, token_of

WHY = {"TOKEN_INVALID", "TOKEN_EXPIRED", "TOKEN_TOO_LONG_LIVED"}


def of_claims(**changes: Any) -> str:
    return answer(token_of(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": ["other", "motcua"]},
        {"iat": None},
        {"iat": time.time() - 0.5, "exp": time.time() + HOUR},
        {"nbf": 0},
        {"jti": "7f3a"},
        {"jti": ""},
        {"roles": None},
        {"roles": []},
        {"exp": int(time.time()) + DAY - HOUR},
        {"name": {"unknown": [1]}},
    ],
    ids=" ".join,  # their values are of this moment
)
def test_sound_claims_are_believed(changes: dict[str, Any]) -> None:
    assert of_claims(**changes) == "officers/1"


ODD = [None, True, "1", "", [], {}, [1], -1, 10**400, 1e308, 253402300800, {"a": 1}]


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:12])
def test_a_time_that_is_none_is_not_believed(claim: str, odd: Any) -> None:
    said = {**sound(), claim: odd}
    assert answer(signed(json.dumps(said).encode())) in {"TOKEN_INVALID", "TOKEN_TOO_LONG_LIVED"}


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "1" * 5000, "1e-400"])
@pytest.mark.parametrize("claim", ["exp", "iat", "nbf", "x"])
def test_numbers_that_are_no_time_are_never_an_error_of_ours(claim: str, number: str) -> None:
    said = json.dumps({**sound(), claim: "@"}).replace('"@"', number)
    assert answer(signed(said.encode())) in WHY | {"officers/1"}


@pytest.mark.parametrize(
    "changes",
    [
        *({"sub": odd} for odd in (None, "", 7, [], "a\nb", "x" * 201, "public", "\u202ea")),
        *(
            {"aud": odd}
            for odd in (None, [], ["other"], [["motcua"]], ["motcua", 7], {"motcua": 1})
        ),
        *({"iss": odd} for odd in (None, ["motcua"], "Motcua", 7)),
        *({"jti": odd} for odd in (7, ["a"], "x" * 201)),
        *({"cnf": bound} for bound in ({"x5t#S256": "bwcK"}, {"jkt": "0ZcO"}, None, {})),
        *({"roles": odd} for odd in ("officer", 7, {"role": "officer", "unit": "*"})),
        *({"roles": [odd]} for odd in ("officer", None, [], {"role": "officer"}, {"unit": "*"})),
        {"roles": [{"role": ["officer"], "unit": "*"}]},
        {"roles": [{"role": "officer", "unit": None}]},
        {"roles": [{"role": "officer", "unit": 7}]},
        {"roles": [{"role": "officer", "unit": "*"}] * 201},
        {"nbf": time.time() + HOUR},
        {"iat": time.time() + HOUR},
    ],
    ids=" ".join,
)
def test_a_claim_of_another_kind_is_not_believed(changes: dict[str, Any]) -> None:
    said = {**sound(), **changes}
    if changes.get("sub", "") is None or changes.get("aud", "") is None:
        said = sound(**changes)
    assert answer(signed(json.dumps(said).encode())) == "TOKEN_INVALID"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"{" * 3000,
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
        json.dumps(sound()).encode().replace(b'"sub"', b'"sub": "officers/2", "sub"'),
    ],
    ids=lambda payload: payload[:8].decode(errors="replace"),
)
def test_what_is_no_object_of_claims_is_not_believed(payload: bytes) -> None:
    assert answer(signed(payload)) == "TOKEN_INVALID"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": ["EdDSA"]},
        {"alg": None},
        {"alg": {"a": 1}},
        {},
        {"alg": "EdDSA", "kid": 7},
        {"alg": "EdDSA", "crit": ["exp"], "exp": 1},
        {"alg": "EdDSA", "crit": []},
        {"alg": "EdDSA", "crit": "b64"},
        {"alg": "EdDSA", "b64": False, "crit": ["b64"]},
    ],
    ids=str,
)
def test_a_header_that_asks_for_something_else_is_not_believed(header: Any) -> None:
    token = signed(json.dumps(sound()).encode(), json.dumps(header).encode())
    assert answer(token) == "TOKEN_INVALID"


def test_a_header_may_name_the_key_and_say_more() -> None:
    header = {"alg": "EdDSA", "kid": "2026-11", "typ": "at+jwt", "x5t": "abc"}
    token = signed(json.dumps(sound()).encode(), json.dumps(header).encode())
    assert answer(token) == "officers/1"


any_json = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(10**30), 10**30)
    | some.floats(allow_nan=True)
    | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner),
    max_leaves=6,
)
names = some.sampled_from(["iss", "aud", "sub", "exp", "iat", "nbf", "jti", "roles", "x"])
headers = some.dictionaries(
    some.sampled_from(["alg", "kid", "crit", "b64", "typ", "jku", "zip"]), any_json, max_size=3
)


@settings(max_examples=150, deadline=None)
@given(some.dictionaries(names, any_json, max_size=4), headers)
@example({"exp": 10**400}, {})
def test_whatever_is_signed_is_believed_or_refused_by_name(said: Any, header: Any) -> None:
    token = signed(
        json.dumps({**sound(), **said}).encode(), json.dumps({"alg": "EdDSA", **header}).encode()
    )
    assert answer(token) in WHY or answer(token) == said.get("sub", "officers/1")


@settings(max_examples=100, deadline=None)
@given(some.binary(max_size=60), some.binary(max_size=60))
def test_any_bytes_are_refused(header: bytes, payload: bytes) -> None:
    assert answer(signed(payload, header)) == "TOKEN_INVALID"
    assert answer(f"Bearer {payload.hex()}") == "TOKEN_INVALID"


def test_a_huge_token_is_refused_unread() -> None:
    assert of_claims(x="y" * 8000) == "TOKEN_INVALID"


def test_a_token_lives_no_longer_than_is_allowed() -> None:
    now = int(time.time())
    assert of_claims(exp=now + DAY) == "officers/1"
    assert of_claims(exp=now + DAY + 60) == "TOKEN_TOO_LONG_LIVED"
    # Nor does one that is nearly over, or that does not say when it began.
    assert of_claims(iat=now - 2 * DAY, exp=now + HOUR) == "TOKEN_TOO_LONG_LIVED"
    assert of_claims(iat=None, exp=now + DAY + 60) == "TOKEN_TOO_LONG_LIVED"
    assert of_claims(iat=now - 3 * DAY, exp=now - 2 * DAY) == "TOKEN_EXPIRED"


def test_the_longest_life_is_a_setting() -> None:
    environ = {**ENOUGH, "MOTCUA_PLAINTEXT": "all"}
    assert Settings.from_environment(environ).longest_token_hours == 24
    longer = {**environ, "MOTCUA_LONGEST_TOKEN_HOURS": "0.5"}
    assert Settings.from_environment(longer).longest_token_hours == 0.5
    for wrong in ("0", "-1", "nan", "inf", "a day"):
        with pytest.raises(SettingsError, match="MOTCUA_LONGEST_TOKEN_HOURS is malformed"):
            Settings.from_environment({**environ, "MOTCUA_LONGEST_TOKEN_HOURS": wrong})
