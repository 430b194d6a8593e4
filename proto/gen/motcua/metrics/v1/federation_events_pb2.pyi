import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class StreamFault(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STREAM_FAULT_UNSPECIFIED: _ClassVar[StreamFault]
    STREAM_FAULT_REWOUND: _ClassVar[StreamFault]
    STREAM_FAULT_REPLACED: _ClassVar[StreamFault]
    STREAM_FAULT_GAP: _ClassVar[StreamFault]
    STREAM_FAULT_UNSIGNED: _ClassVar[StreamFault]
    STREAM_FAULT_TREE: _ClassVar[StreamFault]
    STREAM_FAULT_FOREIGN: _ClassVar[StreamFault]
STREAM_FAULT_UNSPECIFIED: StreamFault
STREAM_FAULT_REWOUND: StreamFault
STREAM_FAULT_REPLACED: StreamFault
STREAM_FAULT_GAP: StreamFault
STREAM_FAULT_UNSIGNED: StreamFault
STREAM_FAULT_TREE: StreamFault
STREAM_FAULT_FOREIGN: StreamFault

class FigureReleased(_message.Message):
    __slots__ = ("publication", "figure", "rate", "reason", "supersedes", "publish_time", "position")
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDES_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    publication: str
    figure: str
    rate: _events_pb2.Rate
    reason: str
    supersedes: str
    publish_time: _timestamp_pb2.Timestamp
    position: int
    def __init__(self, publication: _Optional[str] = ..., figure: _Optional[str] = ..., rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., reason: _Optional[str] = ..., supersedes: _Optional[str] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ...) -> None: ...

class MemberAdmitted(_message.Message):
    __slots__ = ("member", "display_name", "start_date", "verifier_keys")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_KEYS_FIELD_NUMBER: _ClassVar[int]
    member: str
    display_name: str
    start_date: _date_pb2.Date
    verifier_keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, member: _Optional[str] = ..., display_name: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., verifier_keys: _Optional[_Iterable[str]] = ...) -> None: ...

class MemberRevised(_message.Message):
    __slots__ = ("member", "display_name", "verifier_keys")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    VERIFIER_KEYS_FIELD_NUMBER: _ClassVar[int]
    member: str
    display_name: str
    verifier_keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, member: _Optional[str] = ..., display_name: _Optional[str] = ..., verifier_keys: _Optional[_Iterable[str]] = ...) -> None: ...

class MemberEnded(_message.Message):
    __slots__ = ("member", "end_date")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    member: str
    end_date: _date_pb2.Date
    def __init__(self, member: _Optional[str] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class MemberSuspended(_message.Message):
    __slots__ = ("member", "fault", "sequence")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    FAULT_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    member: str
    fault: StreamFault
    sequence: int
    def __init__(self, member: _Optional[str] = ..., fault: _Optional[_Union[StreamFault, str]] = ..., sequence: _Optional[int] = ...) -> None: ...

class MemberReinstated(_message.Message):
    __slots__ = ("member", "reason")
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    member: str
    reason: str
    def __init__(self, member: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
