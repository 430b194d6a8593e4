"""What a handler may know about the call it serves: who asks, in which trace, as which command.

A method whose unit stands only in its resource cannot answer before the unit was checked.
"""

from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from uuid import UUID, uuid4

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.access import PUBLIC, Access, Caller, Within, reaches, tops
from services.chassis.errors import Refusal
from services.chassis.ids import request_uuid
from services.chassis.keyed import keyed_digest
from services.chassis.keys import Keyring
from services.chassis.page_tokens import P, PageTokens
from services.chassis.roles import not_permitted
from services.chassis.store import Command

__all__ = ["CURRENT", "Call", "Caller", "current"]


@dataclass(eq=False, slots=True)
class Call:
    """One call, from its first byte to its last answer."""

    method: str  # "/motcua.catalog.v1.CatalogService/OpenUnit"
    access: Access
    within: Within
    keys: Keyring  # of fingerprints
    tokens: PageTokens  # of pages
    traceparent: str  # what is stored with events; never empty
    refused: Callable[[Refusal, "Call"], None] = lambda *_: None  # tells the audit
    caller: Caller = PUBLIC
    asker: str = ""  # the caller's subject; without a token, the address
    visitor: str = ""  # for whom a portal asks that is believed: an address
    checked: bool = False  # whether a unit was checked
    granted: bool = False  # whether the caller's roles reached one
    denied: str = ""  # the last unit that they did not reach
    guessing: bool = False  # whether the caller is told that he has guessed too often
    named: str = ""  # the id that the caller gave to this call

    def require_role(self) -> None:
        """Refuse a caller who has no role for this method, before its request is read."""
        if refusal := self.access.refusal_of(self.caller):
            raise refusal
        if self.access.scope == declared.SCOPE_WHOLE:
            self.permit("")

    def require_checked(self) -> None:
        """Before an answer: whoever serves a method whose unit its resource has, has checked it."""
        if self.access.scope == declared.SCOPE_RESOURCE and not self.checked:
            raise AssertionError(f"{self.method} answered without call.permit")

    def permit(self, unit: str, *, told: bool = True) -> None:
        """Refuse a caller none of whose roles for this method reaches `units/X` ("": the root).
        `told`: whether he may hear which unit that is.
        """
        if not self.permits(unit):
            raise self.not_permitted(unit if told else None)

    def not_permitted(
        self, unit: str | None = None, *, field: str = "", hides: str | None = None
    ) -> Refusal:
        """That none of his roles for this method reaches a unit; None: he must not hear which."""
        return not_permitted(self.access.roles, unit, field=field, hides=hides)

    def permit_named(self, request: Any) -> None:
        """The same of the unit that a request names, if the method declares where."""
        if self.access.unit is not None:
            self.permit(self.access.unit(request))

    def permits(self, unit: str) -> bool:
        """The same as an answer, for calls that carry many records."""
        self.checked = True
        if self.access.reaches(self.caller, unit, self.within):
            self.granted = True
            return True
        self.denied = unit or self.denied
        return False

    def holds(self, roles: Collection[int], unit: str) -> bool:
        """Whether one of these roles of the caller reaches a unit, whatever the method demands."""
        return reaches(self.caller, roles, unit, self.within)

    def tops(self, roles: Collection[int]) -> set[str]:
        """The units whose subtrees these roles of the caller reach ("": the whole tree)."""
        return set(tops(self.caller, roles, self.within))

    def exempt(self) -> None:
        """Say openly that this answer concerns no unit, such as that to an empty stream."""
        self.checked = True

    @property
    def request_id(self) -> str:
        """For logs and error details; not the id of a mutation. Made when first asked for."""
        self.named = self.named or uuid4().hex
        return self.named

    def page_token(self, cursor: tuple[Any, ...], request: Message) -> str:
        """The token of the page that follows, for this caller and question."""
        return self.tokens.sealed(cursor, request, (self.method, self.caller.subject))

    def page_of(self, kind: type[P], request: Any) -> P | None:
        """The cursor of the page that a request asks for; None: it is the first page."""
        return self.tokens.opened(kind, request, (self.method, self.caller.subject))

    def command(
        self, request: Any, *, command_id: UUID | None = None, whoever: bool = False
    ) -> Command:
        """The command that this request asks for; its id is `request.request_id` unless given."""
        plain, sealed = parted(request)
        content = self.content(plain, whoever=whoever)
        return Command(
            id=command_id or request_uuid(request.request_id),
            fingerprint=keyed_digest(self.keys.current[1], content),
            actor=self.caller.subject,
            traceparent=self.traceparent,
            former=partial(fingerprints, self.keys.retired, content),
            sealed=sealed,
        )

    def content(self, plain: bytes, *, whoever: bool = False) -> bytes:
        """What a fingerprint is made of: the same only for the same request, from this caller or
        from `whoever` sends it.
        """
        origin = f"{self.method}\0{'' if whoever else self.caller.subject}\0"
        return origin.encode() + plain


@cache
def is_sealed(field: FieldDescriptor) -> bool:
    """Whether the contract marks a field as sealed."""
    options: Any = field.GetOptions()
    return bool(options.Extensions[declared.sealed])


def parted(request: Message) -> tuple[bytes, bytes]:
    """A request without what it seals, but for the names of these fields; and these fields alone,
    as a message of the same type.
    """
    found = [field.name for field, _ in request.ListFields() if is_sealed(field)]
    if not found:
        return request.SerializeToString(deterministic=True), b""
    plain, sealed = type(request)(), type(request)()
    plain.CopyFrom(request)
    sealed.CopyFrom(request)
    for name in found:
        plain.ClearField(name)
    for field, _ in plain.ListFields():
        sealed.ClearField(field.name)
    names = "".join(f"\0{name}" for name in found)  # no field of a message begins like that
    content = plain.SerializeToString(deterministic=True) + names.encode()
    return content, sealed.SerializeToString(deterministic=True)


def fingerprints(keys: Sequence[bytes], content: bytes) -> list[bytes]:
    """32 bytes under each key."""
    return [keyed_digest(key, content) for key in keys]


CURRENT: ContextVar[Call] = ContextVar("call")


def current() -> Call:
    """The call that this task serves; LookupError outside of one."""
    return CURRENT.get()
