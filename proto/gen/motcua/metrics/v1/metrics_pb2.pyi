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

class ListDefinitionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Text(_message.Message):
    __slots__ = ("vi", "en")
    VI_FIELD_NUMBER: _ClassVar[int]
    EN_FIELD_NUMBER: _ClassVar[int]
    vi: str
    en: str
    def __init__(self, vi: _Optional[str] = ..., en: _Optional[str] = ...) -> None: ...

class DefinitionReason(_message.Message):
    __slots__ = ("name", "condition", "title")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    name: str
    condition: str
    title: Text
    def __init__(self, name: _Optional[str] = ..., condition: _Optional[str] = ..., title: _Optional[_Union[Text, _Mapping]] = ...) -> None: ...

class KeptMonths(_message.Message):
    __slots__ = ("months", "kept")
    MONTHS_FIELD_NUMBER: _ClassVar[int]
    KEPT_FIELD_NUMBER: _ClassVar[int]
    months: int
    kept: int
    def __init__(self, months: _Optional[int] = ..., kept: _Optional[int] = ...) -> None: ...

class Definition(_message.Message):
    __slots__ = ("id", "version", "kind", "key", "credited_unit", "adds_over_periods", "adds_over_units", "title", "description", "text", "digest", "reasons", "bounds", "name", "adopt_time", "position", "kept_months")
    ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    CREDITED_UNIT_FIELD_NUMBER: _ClassVar[int]
    ADDS_OVER_PERIODS_FIELD_NUMBER: _ClassVar[int]
    ADDS_OVER_UNITS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    BOUNDS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADOPT_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    KEPT_MONTHS_FIELD_NUMBER: _ClassVar[int]
    id: str
    version: int
    kind: str
    key: str
    credited_unit: str
    adds_over_periods: bool
    adds_over_units: bool
    title: Text
    description: Text
    text: str
    digest: str
    reasons: _containers.RepeatedCompositeFieldContainer[DefinitionReason]
    bounds: _containers.RepeatedScalarFieldContainer[int]
    name: str
    adopt_time: _timestamp_pb2.Timestamp
    position: int
    kept_months: KeptMonths
    def __init__(self, id: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., key: _Optional[str] = ..., credited_unit: _Optional[str] = ..., adds_over_periods: _Optional[bool] = ..., adds_over_units: _Optional[bool] = ..., title: _Optional[_Union[Text, _Mapping]] = ..., description: _Optional[_Union[Text, _Mapping]] = ..., text: _Optional[str] = ..., digest: _Optional[str] = ..., reasons: _Optional[_Iterable[_Union[DefinitionReason, _Mapping]]] = ..., bounds: _Optional[_Iterable[int]] = ..., name: _Optional[str] = ..., adopt_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., kept_months: _Optional[_Union[KeptMonths, _Mapping]] = ...) -> None: ...

class ListDefinitionsResponse(_message.Message):
    __slots__ = ("definitions",)
    DEFINITIONS_FIELD_NUMBER: _ClassVar[int]
    definitions: _containers.RepeatedCompositeFieldContainer[Definition]
    def __init__(self, definitions: _Optional[_Iterable[_Union[Definition, _Mapping]]] = ...) -> None: ...

class ListFactsRequest(_message.Message):
    __slots__ = ("kind",)
    KIND_FIELD_NUMBER: _ClassVar[int]
    kind: str
    def __init__(self, kind: _Optional[str] = ...) -> None: ...

class Fact(_message.Message):
    __slots__ = ("kind", "name", "type", "always_known", "words", "title")
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ALWAYS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    name: str
    type: str
    always_known: bool
    words: _containers.RepeatedScalarFieldContainer[str]
    title: Text
    def __init__(self, kind: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[str] = ..., always_known: _Optional[bool] = ..., words: _Optional[_Iterable[str]] = ..., title: _Optional[_Union[Text, _Mapping]] = ...) -> None: ...

class ListFactsResponse(_message.Message):
    __slots__ = ("facts",)
    FACTS_FIELD_NUMBER: _ClassVar[int]
    facts: _containers.RepeatedCompositeFieldContainer[Fact]
    def __init__(self, facts: _Optional[_Iterable[_Union[Fact, _Mapping]]] = ...) -> None: ...

class CompareDefinitionRequest(_message.Message):
    __slots__ = ("text", "definition", "version", "unit", "service", "start_date", "end_date", "as_known", "as_known_time")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    text: bytes
    definition: str
    version: int
    unit: str
    service: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, text: _Optional[bytes] = ..., definition: _Optional[str] = ..., version: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Standing(_message.Message):
    __slots__ = ("membership", "reason")
    MEMBERSHIP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    membership: _events_pb2.Membership
    reason: str
    def __init__(self, membership: _Optional[_Union[_events_pb2.Membership, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class Move(_message.Message):
    __slots__ = ("was", "now", "count")
    WAS_FIELD_NUMBER: _ClassVar[int]
    NOW_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    was: Standing
    now: Standing
    count: int
    def __init__(self, was: _Optional[_Union[Standing, _Mapping]] = ..., now: _Optional[_Union[Standing, _Mapping]] = ..., count: _Optional[int] = ...) -> None: ...

class MovedByDraft(_message.Message):
    __slots__ = ("id", "was", "now", "unit", "service", "key_time", "source", "source_key")
    ID_FIELD_NUMBER: _ClassVar[int]
    WAS_FIELD_NUMBER: _ClassVar[int]
    NOW_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    KEY_TIME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_KEY_FIELD_NUMBER: _ClassVar[int]
    id: str
    was: Standing
    now: Standing
    unit: str
    service: str
    key_time: _timestamp_pb2.Timestamp
    source: str
    source_key: str
    def __init__(self, id: _Optional[str] = ..., was: _Optional[_Union[Standing, _Mapping]] = ..., now: _Optional[_Union[Standing, _Mapping]] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., key_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[str] = ..., source_key: _Optional[str] = ...) -> None: ...

class CompareDefinitionResponse(_message.Message):
    __slots__ = ("answered", "draft", "moves", "items")
    ANSWERED_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    MOVES_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    answered: _events_pb2.Rate
    draft: _events_pb2.Rate
    moves: _containers.RepeatedCompositeFieldContainer[Move]
    items: _containers.RepeatedCompositeFieldContainer[MovedByDraft]
    def __init__(self, answered: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., draft: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., moves: _Optional[_Iterable[_Union[Move, _Mapping]]] = ..., items: _Optional[_Iterable[_Union[MovedByDraft, _Mapping]]] = ...) -> None: ...
