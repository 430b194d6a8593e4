"""Who may call a method and where: the declaration in the contract, checked against a caller.

A method without a sound declaration is found at start-up; nothing is allowed by default.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.chassis.roles import not_permitted

Within = Callable[[str, str], bool]  # (ancestor, unit): is `unit` the ancestor or below it?


class Undeclared(Exception):  # noqa: N818 — said of a contract, at start-up
    """The contract does not say soundly who may call a method."""


class Token(NamedTuple):
    """What ends a token: times in seconds since 1970; `issued` 0 and `id` "" where it says none;
    who issued it, the key by which it is believed, and the SHA-256 of what was signed with it.
    """

    expires: float
    issued: float
    id: str
    issuer: str = "motcua"
    key: object = None
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. A grant is a role (number of `motcua.chassis.v1.Role`) and the unit whose subtree
    it reaches; unit "" is the whole tree. Without a token: subject "public", no grants. Bounds are
    the most that the token's issuer may grant, in the same form; None: anything.
    """

    subject: str
    grants: tuple[tuple[int, str], ...] = ()
    token: Token | None = None
    bounds: tuple[tuple[int, str], ...] | None = None

    @property
    def is_public(self) -> bool:
        """Whether nothing is granted, with a token or without: a national eID knows everybody, and
        nobody gets more room by that.
        """
        return not self.grants

    def may(self, role: int) -> bool:
        """Whether his issuer may grant a role anywhere."""
        return self.bounds is None or any(role == bounded for bounded, _ in self.bounds)


PUBLIC = Caller("public")


@dataclass(frozen=True, slots=True)
class Access:
    """What one method demands."""

    public: bool
    roles: frozenset[int]
    scope: int
    unit: Callable[[Any], str] | None  # reads the unit out of a request, for SCOPE_FIELD
    command: bool
    endless: bool = False  # its answers end only with the server
    items: tuple[str, ...] = ()  # lists whose items each cost as much as a call

    def refusal_of(self, caller: Caller) -> Refusal | None:
        """Why this caller may not even ask, whatever the unit."""
        if self.public or any(role in self.roles and caller.may(role) for role, _ in caller.grants):
            return None
        if caller is PUBLIC:
            return Refusal(ChassisReason.TOKEN_MISSING)
        return not_permitted(self.roles, "" if self.scope == declared.SCOPE_WHOLE else None)

    def reaches(self, caller: Caller, unit: str, within: Within) -> bool:
        """Whether one of the caller's roles for this method reaches the unit ("": the root)."""
        return reaches(caller, self.roles, unit, within)


def reaches(caller: Caller, roles: Collection[int], unit: str, within: Within) -> bool:
    """Whether one of these roles of the caller reaches the unit ("": the root)."""
    return any(covers(top, unit, within) for top in tops(caller, roles, within))


def covers(top: str, unit: str, within: Within) -> bool:
    """Whether a unit is in the subtree below `top` ("": the whole tree)."""
    return top in ("", unit) or (unit != "" and within(top, unit))


def tops(caller: Caller, roles: Collection[int], within: Within) -> Iterator[str]:
    """The units whose subtrees these roles of the caller reach now, within what his issuer may
    grant: of two subtrees, either one contains the other or they have nothing in common.
    """
    for role, unit in caller.grants:
        if role not in roles:
            continue
        if caller.bounds is None:
            yield unit
            continue
        for bounded, most in caller.bounds:
            if bounded == role and covers(most, unit, within):
                yield unit
            elif bounded == role and covers(unit, most, within):
                yield most


def access_of(method: MethodDescriptor) -> Access:
    """The declaration of a method; Undeclared when it is missing or means nothing."""
    options: Any = method.GetOptions()
    stated = options.Extensions[declared.access]
    public = declared.ROLE_PUBLIC in stated.roles
    if stated.endless and not method.server_streaming:
        raise Undeclared(f"{method.full_name}: is endless, so it must answer with a stream")
    if fault := fault_of(stated, public=public):
        raise Undeclared(f"{method.full_name}: {fault}")
    by_field = stated.scope == declared.SCOPE_FIELD
    return Access(
        public=public,
        roles=frozenset(stated.roles),
        scope=stated.scope,
        unit=unit_reader(method.input_type, stated.unit) if by_field else None,
        command=stated.command,
        endless=stated.endless,
        items=tuple(list_of(method.input_type, name) for name in stated.items),
    )


def fault_of(stated: declared.Access, *, public: bool) -> str:
    """What is unsound in a declaration."""
    if not stated.roles or declared.ROLE_UNSPECIFIED in stated.roles:
        return "declares no role"
    if stated.scope == declared.SCOPE_UNSPECIFIED:
        return "declares no scope"
    if public and (stated.scope != declared.SCOPE_ANYWHERE or stated.command):
        return "is public, so it can neither depend on a unit nor change anything"
    if (stated.scope == declared.SCOPE_FIELD) != bool(stated.unit):
        return "names a field for the unit exactly when its scope is SCOPE_FIELD"
    return ""


def list_of(message: Descriptor, name: str) -> str:
    """The name of a list of a request."""
    found = message.fields_by_name.get(name)
    if found is None or not found.is_repeated:
        raise Undeclared(f"{message.full_name}.{name} is no list")
    return name


def unit_reader(message: Descriptor, path: str) -> Callable[[Message], str]:
    """A function that reads the text at a dotted path; "" where a part of the path is absent."""
    *parents, last = path.split(".")
    owner: Descriptor | None = message
    for part in parents:
        owner = field_of(owner, part).message_type
    if field_of(owner, last).type != FieldDescriptor.TYPE_STRING:
        raise Undeclared(f"{message.full_name}.{path} is not a text")

    def read(request: Any) -> str:
        for part in parents:
            request = getattr(request, part)
        return str(getattr(request, last))

    return read


def field_of(owner: Descriptor | None, name: str) -> FieldDescriptor:
    """The single field of that name."""
    found = owner.fields_by_name.get(name) if owner else None
    if found is None or found.is_repeated:
        raise Undeclared(f"there is no single field {name} in {owner and owner.full_name}")
    return found
