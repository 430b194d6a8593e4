import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import metrics_pb2 as _metrics_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EstimateRateRequest(_message.Message):
    __slots__ = ("rate",)
    RATE_FIELD_NUMBER: _ClassVar[int]
    rate: _metrics_pb2.GetRateRequest
    def __init__(self, rate: _Optional[_Union[_metrics_pb2.GetRateRequest, _Mapping]] = ...) -> None: ...

class Fraction(_message.Message):
    __slots__ = ("numerator", "denominator")
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    numerator: int
    denominator: int
    def __init__(self, numerator: _Optional[int] = ..., denominator: _Optional[int] = ...) -> None: ...

class AttributedShare(_message.Message):
    __slots__ = ("unit", "successor", "share")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    unit: str
    successor: str
    share: Fraction
    def __init__(self, unit: _Optional[str] = ..., successor: _Optional[str] = ..., share: _Optional[_Union[Fraction, _Mapping]] = ...) -> None: ...

class EstimatedExclusion(_message.Message):
    __slots__ = ("reason", "weight")
    REASON_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    weight: Fraction
    def __init__(self, reason: _Optional[str] = ..., weight: _Optional[_Union[Fraction, _Mapping]] = ...) -> None: ...

class EstimatedBucket(_message.Message):
    __slots__ = ("up_to", "weight")
    UP_TO_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    up_to: int
    weight: Fraction
    def __init__(self, up_to: _Optional[int] = ..., weight: _Optional[_Union[Fraction, _Mapping]] = ...) -> None: ...

class EstimatedReceipt(_message.Message):
    __slots__ = ("definition", "version", "scope", "period", "as_of", "positions", "considered", "numerator", "denominator", "unknown", "excluded", "assisted", "digest", "definition_digest", "buckets", "not_attributable", "shares")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    CONSIDERED_FIELD_NUMBER: _ClassVar[int]
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_FIELD_NUMBER: _ClassVar[int]
    EXCLUDED_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_DIGEST_FIELD_NUMBER: _ClassVar[int]
    BUCKETS_FIELD_NUMBER: _ClassVar[int]
    NOT_ATTRIBUTABLE_FIELD_NUMBER: _ClassVar[int]
    SHARES_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    scope: _events_pb2.FigureScope
    period: _events_pb2.Period
    as_of: _timestamp_pb2.Timestamp
    positions: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    considered: Fraction
    numerator: Fraction
    denominator: Fraction
    unknown: Fraction
    excluded: _containers.RepeatedCompositeFieldContainer[EstimatedExclusion]
    assisted: Fraction
    digest: str
    definition_digest: str
    buckets: _containers.RepeatedCompositeFieldContainer[EstimatedBucket]
    not_attributable: Fraction
    shares: _containers.RepeatedCompositeFieldContainer[AttributedShare]
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., scope: _Optional[_Union[_events_pb2.FigureScope, _Mapping]] = ..., period: _Optional[_Union[_events_pb2.Period, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., positions: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., considered: _Optional[_Union[Fraction, _Mapping]] = ..., numerator: _Optional[_Union[Fraction, _Mapping]] = ..., denominator: _Optional[_Union[Fraction, _Mapping]] = ..., unknown: _Optional[_Union[Fraction, _Mapping]] = ..., excluded: _Optional[_Iterable[_Union[EstimatedExclusion, _Mapping]]] = ..., assisted: _Optional[_Union[Fraction, _Mapping]] = ..., digest: _Optional[str] = ..., definition_digest: _Optional[str] = ..., buckets: _Optional[_Iterable[_Union[EstimatedBucket, _Mapping]]] = ..., not_attributable: _Optional[_Union[Fraction, _Mapping]] = ..., shares: _Optional[_Iterable[_Union[AttributedShare, _Mapping]]] = ...) -> None: ...

class EstimatedRate(_message.Message):
    __slots__ = ("receipt", "state", "percent", "percent_low", "percent_high")
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_LOW_FIELD_NUMBER: _ClassVar[int]
    PERCENT_HIGH_FIELD_NUMBER: _ClassVar[int]
    receipt: EstimatedReceipt
    state: _events_pb2.ValueState
    percent: str
    percent_low: str
    percent_high: str
    def __init__(self, receipt: _Optional[_Union[EstimatedReceipt, _Mapping]] = ..., state: _Optional[_Union[_events_pb2.ValueState, str]] = ..., percent: _Optional[str] = ..., percent_low: _Optional[str] = ..., percent_high: _Optional[str] = ...) -> None: ...
