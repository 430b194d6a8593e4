import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetReconciliationRequest(_message.Message):
    __slots__ = ("unit", "start_date", "end_date", "as_known", "at_least", "alone", "as_known_time")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    ALONE_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    unit: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    at_least: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    alone: bool
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, unit: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., at_least: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., alone: _Optional[bool] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Reconciliation(_message.Message):
    __slots__ = ("scope", "period", "positions", "identities", "overdue", "disordered", "satisfaction", "as_of")
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    IDENTITIES_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    DISORDERED_FIELD_NUMBER: _ClassVar[int]
    SATISFACTION_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    scope: _events_pb2.FigureScope
    period: _events_pb2.Period
    positions: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    identities: _containers.RepeatedCompositeFieldContainer[Identity]
    overdue: int
    disordered: int
    satisfaction: SatisfactionSum
    as_of: _timestamp_pb2.Timestamp
    def __init__(self, scope: _Optional[_Union[_events_pb2.FigureScope, _Mapping]] = ..., period: _Optional[_Union[_events_pb2.Period, _Mapping]] = ..., positions: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., identities: _Optional[_Iterable[_Union[Identity, _Mapping]]] = ..., overdue: _Optional[int] = ..., disordered: _Optional[int] = ..., satisfaction: _Optional[_Union[SatisfactionSum, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SatisfactionSum(_message.Message):
    __slots__ = ("ended", "overdue", "complained")
    ENDED_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    COMPLAINED_FIELD_NUMBER: _ClassVar[int]
    ended: int
    overdue: int
    complained: int
    def __init__(self, ended: _Optional[int] = ..., overdue: _Optional[int] = ..., complained: _Optional[int] = ...) -> None: ...

class Identity(_message.Message):
    __slots__ = ("name", "left", "right", "residual")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    RIGHT_FIELD_NUMBER: _ClassVar[int]
    RESIDUAL_FIELD_NUMBER: _ClassVar[int]
    name: str
    left: _containers.RepeatedCompositeFieldContainer[IdentityLine]
    right: _containers.RepeatedCompositeFieldContainer[IdentityLine]
    residual: int
    def __init__(self, name: _Optional[str] = ..., left: _Optional[_Iterable[_Union[IdentityLine, _Mapping]]] = ..., right: _Optional[_Iterable[_Union[IdentityLine, _Mapping]]] = ..., residual: _Optional[int] = ...) -> None: ...

class IdentityLine(_message.Message):
    __slots__ = ("name", "count")
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    name: str
    count: int
    def __init__(self, name: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...
