import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LeagueOf(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LEAGUE_OF_UNSPECIFIED: _ClassVar[LeagueOf]
    LEAGUE_OF_CHILDREN: _ClassVar[LeagueOf]
    LEAGUE_OF_UNITS: _ClassVar[LeagueOf]
    LEAGUE_OF_SUBTREES: _ClassVar[LeagueOf]
    LEAGUE_OF_LEADERS: _ClassVar[LeagueOf]
LEAGUE_OF_UNSPECIFIED: LeagueOf
LEAGUE_OF_CHILDREN: LeagueOf
LEAGUE_OF_UNITS: LeagueOf
LEAGUE_OF_SUBTREES: LeagueOf
LEAGUE_OF_LEADERS: LeagueOf

class ListLeagueLinesRequest(_message.Message):
    __slots__ = ("definition", "version", "unit", "service", "start_date", "end_date", "of", "order_by", "as_known", "as_known_time", "at_least", "page_size", "page_token", "filters")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    OF_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    unit: str
    service: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    of: LeagueOf
    order_by: str
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    as_known_time: _timestamp_pb2.Timestamp
    at_least: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    page_size: int
    page_token: str
    filters: _containers.RepeatedCompositeFieldContainer[_events_pb2.Filter]
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., of: _Optional[_Union[LeagueOf, str]] = ..., order_by: _Optional[str] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., at_least: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filters: _Optional[_Iterable[_Union[_events_pb2.Filter, _Mapping]]] = ...) -> None: ...

class ListLeagueLinesResponse(_message.Message):
    __slots__ = ("common", "whole", "lines", "next_page_token", "total_size", "unlisted")
    COMMON_FIELD_NUMBER: _ClassVar[int]
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    UNLISTED_FIELD_NUMBER: _ClassVar[int]
    common: _events_pb2.Receipt
    whole: _events_pb2.Rate
    lines: _containers.RepeatedCompositeFieldContainer[LeagueLine]
    next_page_token: str
    total_size: int
    unlisted: int
    def __init__(self, common: _Optional[_Union[_events_pb2.Receipt, _Mapping]] = ..., whole: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[LeagueLine, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ..., unlisted: _Optional[int] = ...) -> None: ...

class LeagueLine(_message.Message):
    __slots__ = ("rank", "rate", "leader", "parts")
    RANK_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    LEADER_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    rank: int
    rate: _events_pb2.Rate
    leader: str
    parts: _containers.RepeatedCompositeFieldContainer[_events_pb2.Receipt]
    def __init__(self, rank: _Optional[int] = ..., rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., leader: _Optional[str] = ..., parts: _Optional[_Iterable[_Union[_events_pb2.Receipt, _Mapping]]] = ...) -> None: ...
