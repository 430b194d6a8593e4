import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import metrics_pb2 as _metrics_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetDefinitionRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class AdoptDefinitionRequest(_message.Message):
    __slots__ = ("text", "validate_only", "request_id")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    text: bytes
    validate_only: bool
    request_id: str
    def __init__(self, text: _Optional[bytes] = ..., validate_only: _Optional[bool] = ..., request_id: _Optional[str] = ...) -> None: ...

class ListDefinitionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DefinitionReason(_message.Message):
    __slots__ = ("name", "condition", "title")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    name: str
    condition: str
    title: _metrics_pb2.Text
    def __init__(self, name: _Optional[str] = ..., condition: _Optional[str] = ..., title: _Optional[_Union[_metrics_pb2.Text, _Mapping]] = ...) -> None: ...

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
    title: _metrics_pb2.Text
    description: _metrics_pb2.Text
    text: str
    digest: str
    reasons: _containers.RepeatedCompositeFieldContainer[DefinitionReason]
    bounds: _containers.RepeatedScalarFieldContainer[int]
    name: str
    adopt_time: _timestamp_pb2.Timestamp
    position: int
    kept_months: KeptMonths
    def __init__(self, id: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., key: _Optional[str] = ..., credited_unit: _Optional[str] = ..., adds_over_periods: _Optional[bool] = ..., adds_over_units: _Optional[bool] = ..., title: _Optional[_Union[_metrics_pb2.Text, _Mapping]] = ..., description: _Optional[_Union[_metrics_pb2.Text, _Mapping]] = ..., text: _Optional[str] = ..., digest: _Optional[str] = ..., reasons: _Optional[_Iterable[_Union[DefinitionReason, _Mapping]]] = ..., bounds: _Optional[_Iterable[int]] = ..., name: _Optional[str] = ..., adopt_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., kept_months: _Optional[_Union[KeptMonths, _Mapping]] = ...) -> None: ...

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
    title: _metrics_pb2.Text
    def __init__(self, kind: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[str] = ..., always_known: _Optional[bool] = ..., words: _Optional[_Iterable[str]] = ..., title: _Optional[_Union[_metrics_pb2.Text, _Mapping]] = ...) -> None: ...

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
