import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListProjectionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListProjectionsResponse(_message.Message):
    __slots__ = ("projections",)
    PROJECTIONS_FIELD_NUMBER: _ClassVar[int]
    projections: _containers.RepeatedCompositeFieldContainer[Projection]
    def __init__(self, projections: _Optional[_Iterable[_Union[Projection, _Mapping]]] = ...) -> None: ...

class Projection(_message.Message):
    __slots__ = ("name", "position", "halted")
    NAME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    HALTED_FIELD_NUMBER: _ClassVar[int]
    name: str
    position: int
    halted: HaltedEvent
    def __init__(self, name: _Optional[str] = ..., position: _Optional[int] = ..., halted: _Optional[_Union[HaltedEvent, _Mapping]] = ...) -> None: ...

class HaltedEvent(_message.Message):
    __slots__ = ("position", "event_id", "error", "halt_time")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    HALT_TIME_FIELD_NUMBER: _ClassVar[int]
    position: int
    event_id: str
    error: str
    halt_time: _timestamp_pb2.Timestamp
    def __init__(self, position: _Optional[int] = ..., event_id: _Optional[str] = ..., error: _Optional[str] = ..., halt_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ParkEventRequest(_message.Message):
    __slots__ = ("projection", "position", "event_id", "reason", "request_id")
    PROJECTION_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    projection: str
    position: int
    event_id: str
    reason: str
    request_id: str
    def __init__(self, projection: _Optional[str] = ..., position: _Optional[int] = ..., event_id: _Optional[str] = ..., reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ParkedEvent(_message.Message):
    __slots__ = ("projection", "position", "event_id", "reason", "parked_by", "park_time")
    PROJECTION_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PARKED_BY_FIELD_NUMBER: _ClassVar[int]
    PARK_TIME_FIELD_NUMBER: _ClassVar[int]
    projection: str
    position: int
    event_id: str
    reason: str
    parked_by: str
    park_time: _timestamp_pb2.Timestamp
    def __init__(self, projection: _Optional[str] = ..., position: _Optional[int] = ..., event_id: _Optional[str] = ..., reason: _Optional[str] = ..., parked_by: _Optional[str] = ..., park_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
