"""A sign-in given back: its access token at every service, and at the issuer what renews it.

Promises to ask everybody at once, once and for some seconds, and to name who did not take a token
back. Must not show a token, nor bring one as the caller's: whoever has a token may give it back.
"""

import asyncio
from dataclasses import dataclass

import grpc

from motcua.chassis.v1.identity_pb2 import RevokeTokenRequest
from motcua.chassis.v1.identity_pb2_grpc import IdentityServiceStub
from services.console.outcome import Problem
from services.console.portal.addresses import SERVICES, addresses
from services.console.portal.bearers import Public
from services.console.portal.contexts import Context
from services.console.portal.installation import SERVICE_HEADER, Installation, tls_of
from services.console.portal.issuer import Denied, discovered, post, speaking
from services.console.portal.sign_ins import SignIn

WITHIN = 5.0  # seconds that a service may take


@dataclass(frozen=True)
class Unrevoked:
    """Where a token may be good yet: services, and whether the issuer is one."""

    services: tuple[str, ...] = ()
    issuer: bool = False


async def revoke(context: Context, sign_in: SignIn) -> Unrevoked:
    """Have all of them forget it."""
    services, taken_back = await asyncio.gather(
        unrevoked_services(context, sign_in.access_token), is_revoked_at_issuer(context, sign_in)
    )
    return Unrevoked(services, issuer=not taken_back)


async def unrevoked_services(context: Context, token: str) -> tuple[str, ...]:
    """The services that did not take it back (`IdentityService.RevokeToken`)."""
    try:
        at = Installation(
            name=context.name,
            services=addresses(context.server, named="--server"),
            bearer=Public(),
            tls=tls_of(context),
        )
    except Problem:  # a file that the context names is gone
        return SERVICES
    revoked = await asyncio.gather(*(is_revoked_at(at, name, token) for name in SERVICES))
    return tuple(name for name, done in zip(SERVICES, revoked, strict=True) if not done)


async def is_revoked_at(at: Installation, service: str, token: str) -> bool:
    """Whether the service took it back."""
    request, header = RevokeTokenRequest(token=token), ((SERVICE_HEADER, service),)
    async with at.channel(service) as channel:
        try:
            await IdentityServiceStub(channel).RevokeToken(request, metadata=header, timeout=WITHIN)
        except grpc.aio.AioRpcError:
            return False
    return True


async def is_revoked_at_issuer(context: Context, sign_in: SignIn) -> bool:
    """Whether the issuer forgot it (RFC 7009), and with it all that is renewed by it. Few issuers
    take a token back that says itself until when it lives.
    """
    token, hint = sign_in.refresh_token, "refresh_token"
    if not token:
        token, hint = sign_in.access_token, "access_token"
    form = {"token": token, "token_type_hint": hint, "client_id": context.client_id}
    try:
        async with speaking(context.issuer, ca=context.ca) as client:
            issuer = await discovered(client, context.issuer)
            if issuer.revocation:
                await post(client, issuer.revocation, form)
            return bool(issuer.revocation)
    except (Problem, Denied, OSError):  # OSError: its authority's file is gone
        return False
