"""IdentityService: tells whoever calls who he is here, and what his token grants now; takes tokens
back.

Clients ask it, since only a service knows what the claims of another issuer mean here.
"""
# ruff: noqa: N802 — the contract names the methods

from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.chassis.v1 import identity_pb2 as api
from motcua.chassis.v1 import identity_pb2_grpc
from motcua.chassis.v1.access_pb2 import Role
from services.chassis.call import Call, current
from services.chassis.errors import Refusal
from services.chassis.identity import Identity
from services.chassis.reasons import ChassisReason

OVER = (ChassisReason.TOKEN_EXPIRED, ChassisReason.TOKEN_REVOKED)


class Identities(identity_pb2_grpc.IdentityServiceServicer):
    """Serves motcua.chassis.v1.IdentityService."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    async def GetCaller(self, _: api.GetCallerRequest, __: Any) -> api.Caller:
        """By the token of this call."""
        call = current()
        token = call.caller.token
        return api.Caller(
            subject=call.caller.subject,
            grants=granted(call),
            expire_time=Timestamp(seconds=int(token.expires)) if token else None,
            issuer=token.issuer if token else "",
        )

    async def RevokeToken(self, request: api.RevokeTokenRequest, _: Any) -> api.RevokeTokenResponse:
        """The one in the request, which counts for whoever asks as one that he shows."""
        asker = current().asker
        try:
            caller = await self.identity.identified(f"Bearer {request.token}", lambda: asker)
        except Refusal as refusal:
            if refusal.reason not in OVER:
                raise
        else:
            if caller.token:
                await self.identity.revoked.add(caller.token)
        return api.RevokeTokenResponse()


def granted(call: Call) -> list[api.Caller.Grant]:
    """Each role with the tops of the subtrees that it reaches."""
    roles = dict.fromkeys(role for role, _ in call.caller.grants)
    return [
        api.Caller.Grant(role=Role.Name(role), unit=unit)
        for role in roles
        for unit in sorted(call.tops({role}))
    ]


def offered(identity: Identity) -> tuple[Any, object, Any]:
    """As a server offers it."""
    add = identity_pb2_grpc.add_IdentityServiceServicer_to_server
    return add, Identities(identity), api.DESCRIPTOR
