"""What a handler may know about the call it serves: who asks, in which trace, as which command.

Promises that a command's fingerprint is keyed, and knows whether the unit was checked: a method
whose unit stands only in its resource cannot answer before. Must not show a token to anybody.
"""

import hmac
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

from google.protobuf.message import Message

from services.chassis.access import NOT_PERMITTED, PUBLIC, Access, Caller, Within
from services.chassis.errors import Refusal
from services.chassis.ids import request_uuid
from services.chassis.store import Command

__all__ = ["CURRENT", "Call", "Caller", "current"]


class Call:
    """One call, from its first byte to its last answer."""

    __slots__ = ("access", "caller", "checked", "key", "method", "named", "traceparent", "within")

    def __init__(
        self, method: str, access: Access, *, within: Within, key: bytes, traceparent: str
    ) -> None:
        self.method = method  # "/motcua.catalog.v1.CatalogService/OpenUnit"
        self.access = access
        self.within = within
        self.key = key
        self.traceparent = traceparent  # what is stored with events; never empty
        self.caller: Caller = PUBLIC
        self.checked = False  # whether a unit was checked
        self.named = ""  # the id that the caller gave to this call

    def permit(self, unit: str) -> None:
        """Refuse a caller none of whose roles for this method reaches `units/X` ("": the root)."""
        if not self.permits(unit):
            raise Refusal(NOT_PERMITTED)

    def permits(self, unit: str) -> bool:
        """The same as an answer, for calls that carry many records."""
        self.checked = True
        return self.access.reaches(self.caller, unit, self.within)

    def exempt(self) -> None:
        """Say openly that this answer concerns no unit, such as that to an empty stream."""
        self.checked = True

    @property
    def request_id(self) -> str:
        """For logs and error details; not the id of a mutation. Made when first asked for."""
        self.named = self.named or uuid4().hex
        return self.named

    def command(
        self, request: Any, *, command_id: UUID | None = None, whoever: bool = False
    ) -> Command:
        """The command that this request asks for; its id is `request.request_id` unless given."""
        return Command(
            id=command_id or request_uuid(request.request_id),
            fingerprint=self.fingerprint(request, whoever=whoever),
            actor=self.caller.subject,
            traceparent=self.traceparent,
        )

    def fingerprint(self, request: Message, *, whoever: bool = False) -> bytes:
        """32 bytes that only the same content gets, from this caller or from `whoever` sends it."""
        origin = f"{self.method}\0{'' if whoever else self.caller.subject}\0"
        content = origin.encode() + request.SerializeToString(deterministic=True)
        return hmac.digest(self.key, content, "sha256")


CURRENT: ContextVar[Call] = ContextVar("call")


def current() -> Call:
    """The call that this task serves; LookupError outside of one."""
    return CURRENT.get()
