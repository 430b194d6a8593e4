from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ROLE_UNSPECIFIED: _ClassVar[Role]
    ROLE_PUBLIC: _ClassVar[Role]
    ROLE_PORTAL: _ClassVar[Role]
    ROLE_OFFICER: _ClassVar[Role]
    ROLE_LEADER: _ClassVar[Role]
    ROLE_EDITOR: _ClassVar[Role]
    ROLE_IMPORTER: _ClassVar[Role]
    ROLE_INSPECTOR: _ClassVar[Role]
    ROLE_PUBLISHER: _ClassVar[Role]
    ROLE_OPERATOR: _ClassVar[Role]

class Scope(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCOPE_UNSPECIFIED: _ClassVar[Scope]
    SCOPE_ANYWHERE: _ClassVar[Scope]
    SCOPE_FIELD: _ClassVar[Scope]
    SCOPE_RESOURCE: _ClassVar[Scope]
    SCOPE_WHOLE: _ClassVar[Scope]
ROLE_UNSPECIFIED: Role
ROLE_PUBLIC: Role
ROLE_PORTAL: Role
ROLE_OFFICER: Role
ROLE_LEADER: Role
ROLE_EDITOR: Role
ROLE_IMPORTER: Role
ROLE_INSPECTOR: Role
ROLE_PUBLISHER: Role
ROLE_OPERATOR: Role
SCOPE_UNSPECIFIED: Scope
SCOPE_ANYWHERE: Scope
SCOPE_FIELD: Scope
SCOPE_RESOURCE: Scope
SCOPE_WHOLE: Scope
ACCESS_FIELD_NUMBER: _ClassVar[int]
access: _descriptor.FieldDescriptor
TEXT_FIELD_NUMBER: _ClassVar[int]
text: _descriptor.FieldDescriptor
EACH_ALONE_FIELD_NUMBER: _ClassVar[int]
each_alone: _descriptor.FieldDescriptor
ANY_TIME_FIELD_NUMBER: _ClassVar[int]
any_time: _descriptor.FieldDescriptor
SEALED_FIELD_NUMBER: _ClassVar[int]
sealed: _descriptor.FieldDescriptor

class Access(_message.Message):
    __slots__ = ("roles", "scope", "unit", "command", "endless", "items")
    ROLES_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    ENDLESS_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    roles: _containers.RepeatedScalarFieldContainer[Role]
    scope: Scope
    unit: str
    command: bool
    endless: bool
    items: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, roles: _Optional[_Iterable[_Union[Role, str]]] = ..., scope: _Optional[_Union[Scope, str]] = ..., unit: _Optional[str] = ..., command: _Optional[bool] = ..., endless: _Optional[bool] = ..., items: _Optional[_Iterable[str]] = ...) -> None: ...

class Text(_message.Message):
    __slots__ = ("max_length", "pattern", "looked_for", "names_nobody")
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    LOOKED_FOR_FIELD_NUMBER: _ClassVar[int]
    NAMES_NOBODY_FIELD_NUMBER: _ClassVar[int]
    max_length: int
    pattern: str
    looked_for: bool
    names_nobody: bool
    def __init__(self, max_length: _Optional[int] = ..., pattern: _Optional[str] = ..., looked_for: _Optional[bool] = ..., names_nobody: _Optional[bool] = ...) -> None: ...
