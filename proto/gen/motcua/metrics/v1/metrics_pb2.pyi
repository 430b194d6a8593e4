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

class Breakdown(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BREAKDOWN_UNSPECIFIED: _ClassVar[Breakdown]
    BREAKDOWN_MONTH: _ClassVar[Breakdown]
    BREAKDOWN_UNIT: _ClassVar[Breakdown]
    BREAKDOWN_SERVICE: _ClassVar[Breakdown]
    BREAKDOWN_QUARTER: _ClassVar[Breakdown]
    BREAKDOWN_YEAR: _ClassVar[Breakdown]
    BREAKDOWN_CLOSE: _ClassVar[Breakdown]
    BREAKDOWN_CHANNEL: _ClassVar[Breakdown]
    BREAKDOWN_LEVEL: _ClassVar[Breakdown]
    BREAKDOWN_EXTENT: _ClassVar[Breakdown]
    BREAKDOWN_ASSISTED: _ClassVar[Breakdown]
    BREAKDOWN_FIELD: _ClassVar[Breakdown]
    BREAKDOWN_OFFICER: _ClassVar[Breakdown]
    BREAKDOWN_CORRECTED: _ClassVar[Breakdown]
    BREAKDOWN_DUE: _ClassVar[Breakdown]
    BREAKDOWN_WITHDRAWN: _ClassVar[Breakdown]
    BREAKDOWN_TRANSFERRED: _ClassVar[Breakdown]
BREAKDOWN_UNSPECIFIED: Breakdown
BREAKDOWN_MONTH: Breakdown
BREAKDOWN_UNIT: Breakdown
BREAKDOWN_SERVICE: Breakdown
BREAKDOWN_QUARTER: Breakdown
BREAKDOWN_YEAR: Breakdown
BREAKDOWN_CLOSE: Breakdown
BREAKDOWN_CHANNEL: Breakdown
BREAKDOWN_LEVEL: Breakdown
BREAKDOWN_EXTENT: Breakdown
BREAKDOWN_ASSISTED: Breakdown
BREAKDOWN_FIELD: Breakdown
BREAKDOWN_OFFICER: Breakdown
BREAKDOWN_CORRECTED: Breakdown
BREAKDOWN_DUE: Breakdown
BREAKDOWN_WITHDRAWN: Breakdown
BREAKDOWN_TRANSFERRED: Breakdown

class GetRateRequest(_message.Message):
    __slots__ = ("definition", "version", "unit", "service", "start_date", "end_date", "as_of", "as_known", "at_least", "alone", "filters", "as_known_time", "units_time")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    ALONE_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    UNITS_TIME_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    unit: str
    service: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    as_of: _timestamp_pb2.Timestamp
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    at_least: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    alone: bool
    filters: _containers.RepeatedCompositeFieldContainer[_events_pb2.Filter]
    as_known_time: _timestamp_pb2.Timestamp
    units_time: _timestamp_pb2.Timestamp
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., at_least: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., alone: _Optional[bool] = ..., filters: _Optional[_Iterable[_Union[_events_pb2.Filter, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., units_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListRatesRequest(_message.Message):
    __slots__ = ("definition", "version", "unit", "service", "start_date", "end_date", "breakdown", "at_least", "page_size", "page_token", "as_known", "subtrees", "filters", "as_known_time", "across", "closes", "cumulative", "units_time")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    BREAKDOWN_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    SUBTREES_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    ACROSS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    CUMULATIVE_FIELD_NUMBER: _ClassVar[int]
    UNITS_TIME_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    unit: str
    service: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    breakdown: Breakdown
    at_least: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    page_size: int
    page_token: str
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    subtrees: bool
    filters: _containers.RepeatedCompositeFieldContainer[_events_pb2.Filter]
    as_known_time: _timestamp_pb2.Timestamp
    across: Breakdown
    closes: _containers.RepeatedCompositeFieldContainer[_date_pb2.Date]
    cumulative: bool
    units_time: _timestamp_pb2.Timestamp
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., breakdown: _Optional[_Union[Breakdown, str]] = ..., at_least: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., subtrees: _Optional[bool] = ..., filters: _Optional[_Iterable[_Union[_events_pb2.Filter, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., across: _Optional[_Union[Breakdown, str]] = ..., closes: _Optional[_Iterable[_Union[_date_pb2.Date, _Mapping]]] = ..., cumulative: _Optional[bool] = ..., units_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListRatesResponse(_message.Message):
    __slots__ = ("rates", "next_page_token", "whole")
    RATES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    rates: _containers.RepeatedCompositeFieldContainer[_events_pb2.Rate]
    next_page_token: str
    whole: _events_pb2.Rate
    def __init__(self, rates: _Optional[_Iterable[_Union[_events_pb2.Rate, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., whole: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ...) -> None: ...

class ExplainRateRequest(_message.Message):
    __slots__ = ("rate", "leaf")
    RATE_FIELD_NUMBER: _ClassVar[int]
    LEAF_FIELD_NUMBER: _ClassVar[int]
    rate: GetRateRequest
    leaf: LeafName
    def __init__(self, rate: _Optional[_Union[GetRateRequest, _Mapping]] = ..., leaf: _Optional[_Union[LeafName, _Mapping]] = ...) -> None: ...

class LeafName(_message.Message):
    __slots__ = ("unit", "part")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    unit: str
    part: str
    def __init__(self, unit: _Optional[str] = ..., part: _Optional[str] = ...) -> None: ...

class Item(_message.Message):
    __slots__ = ("kind", "id", "membership", "reason", "weight", "key_time", "unit", "service", "position", "source", "source_key", "can_still_count", "leaf")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    MEMBERSHIP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    KEY_TIME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_KEY_FIELD_NUMBER: _ClassVar[int]
    CAN_STILL_COUNT_FIELD_NUMBER: _ClassVar[int]
    LEAF_FIELD_NUMBER: _ClassVar[int]
    kind: str
    id: str
    membership: _events_pb2.Membership
    reason: str
    weight: int
    key_time: _timestamp_pb2.Timestamp
    unit: str
    service: str
    position: int
    source: str
    source_key: str
    can_still_count: bool
    leaf: LeafName
    def __init__(self, kind: _Optional[str] = ..., id: _Optional[str] = ..., membership: _Optional[_Union[_events_pb2.Membership, str]] = ..., reason: _Optional[str] = ..., weight: _Optional[int] = ..., key_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., position: _Optional[int] = ..., source: _Optional[str] = ..., source_key: _Optional[str] = ..., can_still_count: _Optional[bool] = ..., leaf: _Optional[_Union[LeafName, _Mapping]] = ...) -> None: ...

class ExplainRateResponse(_message.Message):
    __slots__ = ("rate", "item")
    RATE_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    rate: _events_pb2.Rate
    item: Item
    def __init__(self, rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., item: _Optional[_Union[Item, _Mapping]] = ...) -> None: ...

class Text(_message.Message):
    __slots__ = ("vi", "en")
    VI_FIELD_NUMBER: _ClassVar[int]
    EN_FIELD_NUMBER: _ClassVar[int]
    vi: str
    en: str
    def __init__(self, vi: _Optional[str] = ..., en: _Optional[str] = ...) -> None: ...
