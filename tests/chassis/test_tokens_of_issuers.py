"""Tokens of other issuers, sound and forged.

Given an issuer whose keys are known, when somebody calls with a token, then a pseudonym, or the
reason why he is not believed.
"""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization as form
from structlog.testing import capture_logs

from services.chassis.access import Token
from services.chassis.ids import names_somebody
from services.chassis.issuers import FOREIGN
from services.chassis.oidc.issuer import pseudonym
from services.chassis.revocations import Revocations
from tests.chassis import echo
from tests.chassis.issuing import (
    SUBJECT_KEY,
    URL,
    answer,
    claims,
    identity,
    issuer,
    key,
    public,
    stated,
    token,
    toml,
)
from tests.oidc import Key

WHO = pseudonym(SUBJECT_KEY, "city", "079012345678")
EVERY = ("RS256", "ES256", "EdDSA")


def coded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def pem(of: Key) -> bytes:
    how = (form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    found: bytes = of.private.public_key().public_bytes(*how)
    return found


@pytest.mark.parametrize("algorithm", EVERY)
async def test_a_sound_token_is_believed_under_a_pseudonym(algorithm: str) -> None:
    of = key(algorithm)
    asked = identity(await issuer(of, key("ES256", 1)))
    for header in ({}, {"typ": "application/at+jwt"}, {"typ": "AT+JWT"}):
        caller = asked.caller(token(of, header))
        assert caller.subject == WHO
        assert not names_somebody(caller.subject)
        assert [unit for _, unit in caller.grants] == ["units/ward"]


async def test_a_token_may_name_no_key_where_there_is_one() -> None:
    unnamed = token(key(), {"kid": None})
    assert answer(identity(await issuer(key())), unnamed) == WHO
    two = await issuer(key(), key("ES256", 1))
    assert answer(identity(two), unnamed) == "TOKEN_INVALID"


def confused() -> list[str]:
    """A public key as the secret of an HMAC, and no signature at all."""
    said, found = claims(), []
    for algorithm in EVERY:
        head = {"alg": "HS256", "typ": "at+jwt", "kid": key(algorithm).kid}
        body = f"{coded(json.dumps(head).encode())}.{coded(json.dumps(said).encode())}"
        mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
        found.append(f"{body}.{coded(mac.sign(body.encode(), pem(key(algorithm))))}")
    for none in ("none", "None", "", None):
        head = {"alg": none, "typ": "at+jwt", "kid": key().kid}
        found.append(f"{coded(json.dumps(head).encode())}.{coded(json.dumps(said).encode())}.")
    return [f"Bearer {each}" for each in found]


@pytest.mark.parametrize("forged", confused(), ids=range(7))
async def test_no_algorithm_but_those_of_the_file_and_the_key_counts(forged: str) -> None:
    every = await issuer(*map(key, EVERY))
    assert answer(identity(every), forged) == "TOKEN_INVALID"


async def test_an_algorithm_that_is_not_allowed_or_does_not_fit_the_key() -> None:
    only = await issuer(*map(key, EVERY), algorithms=["RS256"])
    assert answer(identity(only), token(key("RS256"))) == WHO
    assert answer(identity(only), token(key("ES256"))) == "TOKEN_INVALID"
    every = await issuer(*map(key, EVERY))
    mixed = token(key("ES256"), {"kid": key("RS256").kid})
    assert answer(identity(every), mixed) == "TOKEN_INVALID"
    assert every.keys.source.fetches == 1  # type: ignore[attr-defined] — nor is another key asked for


HEADERS: list[dict[str, Any]] = [
    {"typ": "JWT"},
    {"typ": None},
    {"typ": 7},
    {"typ": "logout+jwt"},
    {"typ": "dpop+jwt"},
    {"crit": ["exp"], "exp": 1},
    {"crit": []},
    {"b64": False},
]


@pytest.mark.parametrize("header", HEADERS, ids=str)
async def test_a_header_of_another_kind_is_not_believed(header: dict[str, Any]) -> None:
    head = {"alg": "ES256", "kid": key().kid, "typ": "at+jwt", **header}
    kept = {name: each for name, each in head.items() if each is not None}
    body = f"{coded(json.dumps(kept).encode())}.{coded(json.dumps(claims()).encode())}"
    signature = jwt.get_algorithm_by_name("ES256").sign(body.encode(), key().private)
    assert answer(identity(await issuer()), f"Bearer {body}.{coded(signature)}") == "TOKEN_INVALID"


async def test_where_a_header_points_to_is_never_looked_at() -> None:
    foreign = key("ES256", 9)
    asked = identity(await issuer())
    for name, value in (
        ("jwk", public(foreign)),
        ("jku", "https://evil.example/jwks"),
        ("x5u", "https://evil.example/chain"),
        ("x5c", ["MIIB"]),
    ):
        good = token(key(), {name: value})
        assert answer(asked, good) == WHO  # by the key that we know
        assert answer(asked, token(foreign, {name: value, "kid": key().kid})) == "TOKEN_INVALID"
        assert answer(asked, token(foreign, {name: value})) == "TOKEN_KEY_UNKNOWN"


NOW, DAY = int(time.time()), 24 * 60 * 60  # as tests are collected, long before they are run
CLAIMS: list[dict[str, Any]] = [
    {"aud": "other"}, {"aud": ["other"]}, {"aud": None}, {"aud": [["motcua"]]}, {"aud": 7},
    {"iss": None}, {"iss": URL + "/"}, {"iss": URL.upper()}, {"iss": [URL]}, {"iss": "motcua"},
    {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": ["a", "b"]}, {"sub": "a\nb"},
    {"sub": "x" * 201}, {"iat": None}, {"iat": NOW + DAY}, {"nbf": NOW + DAY},
    {"exp": None}, {"exp": "1"}, {"jti": 7},
    {"at_hash": "x"}, {"c_hash": "x"},  # of ID tokens
    {"cnf": {"jkt": "x"}},  # counts only with a proof that nobody asks for
]  # fmt: skip


@pytest.mark.parametrize("changes", CLAIMS, ids=" ".join)  # some are of this moment
async def test_claims_that_are_not_ours_are_not_believed(changes: dict[str, Any]) -> None:
    assert answer(identity(await issuer()), token(**changes)) == "TOKEN_INVALID"


async def test_time_counts_by_the_issuers_clock_and_longest_life() -> None:
    asked = identity(await issuer(clock_skew_seconds=60, longest_hours=1))
    now = int(time.time())
    assert answer(asked, token(iat=now - 3600, exp=now - 30)) == WHO
    assert answer(asked, token(iat=now - 3600, exp=now - 90)) == "TOKEN_EXPIRED"
    assert answer(asked, token(iat=now + 30, nbf=now + 30)) == WHO
    assert answer(asked, token(iat=now + 90)) == "TOKEN_INVALID"
    assert answer(asked, token(exp=now + 3600)) == WHO
    assert answer(asked, token(exp=now + 3800)) == "TOKEN_TOO_LONG_LIVED"
    longer = await issuer(longest_hours=1000)  # than the setting for all allows
    assert answer(identity(longer), token(exp=now + 90_000)) == "TOKEN_TOO_LONG_LIVED"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b'{"a":' * 1500 + b"1" + b"}" * 1500,
        json.dumps(claims()).encode().replace(b'"sub"', b'"sub": "b", "sub"'),
        json.dumps(claims(x="y" * 8000)).encode(),
        json.dumps(claims()).encode()[:-1] + b', "x": NaN}',
    ],
    ids=["empty", "a list", "deep", "a claim twice", "huge", "no number"],
)
async def test_a_payload_that_is_no_object_of_claims(payload: bytes) -> None:
    head = json.dumps({"alg": "ES256", "kid": key().kid, "typ": "at+jwt"}).encode()
    body = f"{coded(head)}.{coded(payload)}"
    signature = jwt.get_algorithm_by_name("ES256").sign(body.encode(), key().private)
    assert answer(identity(await issuer()), f"Bearer {body}.{coded(signature)}") == "TOKEN_INVALID"


async def test_a_header_in_which_a_name_stands_twice() -> None:
    head = f'{{"alg": "ES256", "alg": "ES256", "kid": "{key().kid}", "typ": "at+jwt"}}'
    body = f"{coded(head.encode())}.{coded(json.dumps(claims()).encode())}"
    signature = jwt.get_algorithm_by_name("ES256").sign(body.encode(), key().private)
    assert answer(identity(await issuer()), f"Bearer {body}.{coded(signature)}") == "TOKEN_INVALID"


async def test_no_token_with_another_character_is_believed() -> None:
    """Nor with one less, or one more but for the padding that some issuers leave on."""
    asked, good = identity(await issuer()), token()
    start = len("Bearer ")
    for place in range(start, len(good), 7):
        for other in {"A", "_", "=", ".", "\u00e9", ""} - {good[place]}:
            changed = good[:place] + other + good[place + 1 :]
            assert answer(asked, changed) in {"TOKEN_INVALID", "TOKEN_KEY_UNKNOWN"}, changed
    assert answer(asked, good + "A") == "TOKEN_INVALID"


async def test_each_issuer_signs_for_itself() -> None:
    """Not with another's key, also one of the same id; and not for the embedded one, or as it."""
    other_url = "https://other.example"
    twin = Key("ES256", key("ES256", 3).private, key().kid)
    other = await issuer(twin, name="other", url=other_url)
    asked = identity(await issuer(), other)
    assert answer(asked, token()) == WHO
    assert answer(asked, token(twin, iss=other_url)) != WHO  # the same sub of another issuer
    assert answer(asked, token(twin)) == "TOKEN_INVALID"
    assert answer(asked, token(iss=other_url)) == "TOKEN_INVALID"
    embedded = Key("EdDSA", echo.PRIVATE, "")
    assert answer(asked, token(embedded, iss="motcua", roles=None, sub="a.b")) == "a.b"
    assert answer(asked, token(embedded, {"kid": key().kid})) == "TOKEN_INVALID"
    assert answer(asked, token(embedded, iss="motcua", roles=None, sub=WHO)) == "TOKEN_INVALID"


async def test_where_other_types_are_allowed_something_else_tells_access_tokens() -> None:
    """As Keycloak's and Entra's access tokens are typ JWT, and ID tokens are too."""
    many = await issuer(
        token_types=["JWT", "at+jwt"], required={"typ": "Bearer", "scp": ["a", "b"]}
    )
    asked = identity(many)
    assert answer(asked, token(key(), {"typ": "JWT"}, typ="Bearer", scp="b c")) == WHO
    for odd in ({"typ": "ID"}, {"typ": None}, {"scp": "bc"}, {"scp": None}):
        said = {"typ": "Bearer", "scp": "b c", **odd}
        assert answer(asked, token(key(), {"typ": "JWT"}, **said)) == "TOKEN_INVALID"


async def test_a_token_that_grants_more_than_anybody_holds_is_not_believed() -> None:
    asked = identity(await issuer())
    assert answer(asked, token(unit_id=[f"u{n}" for n in range(200)])) == WHO
    assert answer(asked, token(unit_id=[f"u{n}" for n in range(201)])) == "TOKEN_INVALID"
    assert answer(asked, token(unit_id=["u"] * 300, roles=["clerk"] * 300)) == WHO


async def test_pseudonyms_are_of_an_issuer_and_a_key() -> None:
    assert WHO.startswith(f"{FOREIGN}city.")
    same = {
        pseudonym(SUBJECT_KEY, "city", "079012345678"),
        pseudonym(SUBJECT_KEY, "eid", "079012345678"),
        pseudonym(SUBJECT_KEY, "city", "079012345679"),
        pseudonym(bytes(32), "city", "079012345678"),
        pseudonym(SUBJECT_KEY, "cit", "y079012345678"),
    }
    assert len(same) == 5
    by = await issuer(subject="oid")
    assert answer(identity(by), token(sub="a", oid="079012345678")) == WHO


async def test_tokens_are_revoked_by_issuer(tmp_path: Any) -> None:
    now, path = int(time.time()), tmp_path / "revoked.json"
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))

    def revoked(said: dict[str, Any]) -> Revocations:
        path.write_text(json.dumps({"tokens": [], "subjects": {}, **said}))
        return Revocations(str(path))

    one = Token(now + 60, now - 60, "j1", URL)
    assert not revoked({"tokens": ["j1"]}).includes(WHO, one)  # of the embedded issuer
    assert revoked({"issuers": {URL: {"tokens": ["j1"]}}}).includes(WHO, one)
    assert not revoked({"issuers": {"https://x": {"tokens": ["j1"]}}}).includes(WHO, one)
    assert revoked({"issuers": {URL: {"before": at}}}).includes(WHO, one)
    assert not revoked({"issuers": {URL: {"before": at}}}).includes(WHO, one._replace(issued=now))
    assert revoked({"subjects": {WHO: at}}).includes(WHO, one)


def test_the_file_of_these_tests_is_one() -> None:
    assert toml(stated()).startswith("[[issuer]]")


async def test_the_log_says_why_a_token_is_not_believed_and_nothing_that_it_holds() -> None:
    asked = identity(await issuer(key()))
    forged = (
        (token(key(), {}, aud="somebody-else"), "city", "`aud` has none of audiences"),
        (token(key(), {"typ": "JWT"}), "city", "`typ` of its header is none of token_types"),
        (
            token(key(), {}, iss="https://other"),
            "",
            "no issuer that is believed has its `iss` as url",
        ),
        (
            token(key("ES256", 1), {"kid": key().kid}),
            "city",
            "none of the issuer's published keys signed it",
        ),
    )
    with capture_logs() as logs:
        for text, _, _ in (*forged, *forged):
            assert answer(asked, text) == "TOKEN_INVALID"
    found = [(each["issuer"], each["why"]) for each in logs if each["event"] == "token.unbelieved"]
    assert found == [(of, why) for _, of, why in forged]
