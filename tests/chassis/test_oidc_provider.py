"""The provider that tests of identity sign in with gives what they build on.

Promises the tokens' form, and that nothing of it needs a browser.
"""

from __future__ import annotations

import jwt

from tests.oidc import AUDIENCE, DEVICE, Provider


def opened(token: str, key: object) -> tuple[dict[str, object], dict[str, object]]:
    """Header and claims of a token that the key signed."""
    found = jwt.decode_complete(
        token, key, algorithms=["RS256", "ES256", "EdDSA"], audience=AUDIENCE
    )
    return found["header"], found["payload"]


async def test_who_signs_in_gets_an_access_token_with_the_claims_of_his_account(
    oidc: Provider,
) -> None:
    await oidc.account("clerk", groups=["clerks"], unit_id="ward")
    for client in ("console", "pages"):
        tokens = await oidc.signed_in("clerk", client)
        header, claims = opened(tokens["access_token"], oidc.keys[0].private.public_key())
        assert (header["typ"], header["kid"]) == ("at+jwt", oidc.keys[0].kid)
        said = [claims[name] for name in ("iss", "aud", "sub", "groups", "unit_id")]
        assert said == [oidc.url, AUDIENCE, "clerk", ["clerks"], "ward"]
        assert {"refresh_token", "id_token"} <= tokens.keys()


async def test_keys_rotate_and_refresh_tokens_outlive_them(oidc: Provider) -> None:
    tokens = await oidc.signed_in("clerk")
    for algorithm in ("ES256", "EdDSA", "RS256"):
        key = await oidc.rotate(algorithm)
        form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        tokens = await oidc.post("token", "console", **form)
        header, _ = opened(tokens["access_token"], key.private.public_key())
        assert (header["kid"], header["alg"]) == (key.kid, algorithm)


async def test_a_device_is_approved_and_a_program_acts_for_itself(oidc: Provider) -> None:
    asked = await oidc.post("device/auth", "console", scope="openid offline_access")
    form = {"grant_type": DEVICE, "device_code": asked["device_code"]}
    assert (await oidc.post("token", "console", **form))["error"] == "authorization_pending"
    await oidc.approve(asked["verification_uri_complete"], "clerk")
    tokens = await oidc.post("token", "console", **form)
    assert opened(tokens["access_token"], oidc.keys[0].private.public_key())[1]["sub"] == "clerk"
    program = await oidc.program("portal")
    assert opened(program, oidc.keys[0].private.public_key())[1]["sub"] == "portal"


async def test_a_provider_that_was_away_is_the_same_again(oidc: Provider) -> None:
    before = oidc.url
    await oidc.stop()
    await oidc.start()
    assert oidc.url == before
    revoked = await oidc.signed_in("clerk")
    await oidc.post("token/revocation", "console", token=revoked["refresh_token"])
    form = {"grant_type": "refresh_token", "refresh_token": revoked["refresh_token"]}
    assert (await oidc.post("token", "console", **form))["error"] == "invalid_grant"
