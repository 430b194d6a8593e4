from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Count(_message.Message):
    __slots__ = ("key", "unit", "service", "start_date", "end_date", "population", "n", "parts", "channel", "assisted", "level", "verdict", "written_result", "electronic_result", "rating")
    KEY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    POPULATION_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    key: str
    unit: str
    service: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    population: _events_pb2.Population
    n: int
    parts: _containers.RepeatedCompositeFieldContainer[Part]
    channel: _events_pb2.Channel
    assisted: bool
    level: int
    verdict: _events_pb2.Verdict
    written_result: bool
    electronic_result: bool
    rating: int
    def __init__(self, key: _Optional[str] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., population: _Optional[_Union[_events_pb2.Population, str]] = ..., n: _Optional[int] = ..., parts: _Optional[_Iterable[_Union[Part, _Mapping]]] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., assisted: _Optional[bool] = ..., level: _Optional[int] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., written_result: _Optional[bool] = ..., electronic_result: _Optional[bool] = ..., rating: _Optional[int] = ...) -> None: ...

class Part(_message.Message):
    __slots__ = ("n", "channel", "assisted", "level", "verdict", "written_result", "electronic_result", "rating")
    N_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    n: int
    channel: _events_pb2.Channel
    assisted: bool
    level: int
    verdict: _events_pb2.Verdict
    written_result: bool
    electronic_result: bool
    rating: int
    def __init__(self, n: _Optional[int] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., assisted: _Optional[bool] = ..., level: _Optional[int] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., written_result: _Optional[bool] = ..., electronic_result: _Optional[bool] = ..., rating: _Optional[int] = ...) -> None: ...

class StandardCount(_message.Message):
    __slots__ = ("key", "unit", "service", "code", "start_date", "end_date", "volume", "met", "target_numerator", "target_denominator")
    KEY_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    MET_FIELD_NUMBER: _ClassVar[int]
    TARGET_NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    TARGET_DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    key: str
    unit: str
    service: str
    code: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    volume: int
    met: int
    target_numerator: int
    target_denominator: int
    def __init__(self, key: _Optional[str] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., code: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., volume: _Optional[int] = ..., met: _Optional[int] = ..., target_numerator: _Optional[int] = ..., target_denominator: _Optional[int] = ...) -> None: ...

class RecordCountsRequest(_message.Message):
    __slots__ = ("source", "counts", "standards", "catalog_position", "validate_only")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    STANDARDS_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    source: str
    counts: _containers.RepeatedCompositeFieldContainer[Count]
    standards: _containers.RepeatedCompositeFieldContainer[StandardCount]
    catalog_position: int
    validate_only: bool
    def __init__(self, source: _Optional[str] = ..., counts: _Optional[_Iterable[_Union[Count, _Mapping]]] = ..., standards: _Optional[_Iterable[_Union[StandardCount, _Mapping]]] = ..., catalog_position: _Optional[int] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class RecordCountsResponse(_message.Message):
    __slots__ = ("added", "known", "refused", "refusals", "position", "added_keys")
    class Refusal(_message.Message):
        __slots__ = ("source", "key", "reason", "field", "message_vi", "message_en")
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        KEY_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        FIELD_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_VI_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
        source: str
        key: str
        reason: str
        field: str
        message_vi: str
        message_en: str
        def __init__(self, source: _Optional[str] = ..., key: _Optional[str] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., message_vi: _Optional[str] = ..., message_en: _Optional[str] = ...) -> None: ...
    ADDED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    REFUSALS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ADDED_KEYS_FIELD_NUMBER: _ClassVar[int]
    added: int
    known: int
    refused: int
    refusals: _containers.RepeatedCompositeFieldContainer[RecordCountsResponse.Refusal]
    position: int
    added_keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, added: _Optional[int] = ..., known: _Optional[int] = ..., refused: _Optional[int] = ..., refusals: _Optional[_Iterable[_Union[RecordCountsResponse.Refusal, _Mapping]]] = ..., position: _Optional[int] = ..., added_keys: _Optional[_Iterable[str]] = ...) -> None: ...
