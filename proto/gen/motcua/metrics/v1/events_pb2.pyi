import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.chassis.v1 import tree_heads_pb2 as _tree_heads_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Membership(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBERSHIP_UNSPECIFIED: _ClassVar[Membership]
    MEMBERSHIP_NUMERATOR: _ClassVar[Membership]
    MEMBERSHIP_DENOMINATOR: _ClassVar[Membership]
    MEMBERSHIP_EXCLUDED: _ClassVar[Membership]
    MEMBERSHIP_UNKNOWN: _ClassVar[Membership]

class ValueState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VALUE_STATE_UNSPECIFIED: _ClassVar[ValueState]
    VALUE_STATE_KNOWN: _ClassVar[ValueState]
    VALUE_STATE_EMPTY: _ClassVar[ValueState]
    VALUE_STATE_NO_DATA: _ClassVar[ValueState]
    VALUE_STATE_SUPPRESSED: _ClassVar[ValueState]

class Disclosure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISCLOSURE_UNSPECIFIED: _ClassVar[Disclosure]
    DISCLOSURE_SHOWN: _ClassVar[Disclosure]
    DISCLOSURE_HIDDEN: _ClassVar[Disclosure]

class RevisionCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVISION_CAUSE_UNSPECIFIED: _ClassVar[RevisionCause]
    REVISION_CAUSE_MATURED: _ClassVar[RevisionCause]
    REVISION_CAUSE_LATE: _ClassVar[RevisionCause]
    REVISION_CAUSE_CORRECTED: _ClassVar[RevisionCause]
    REVISION_CAUSE_CATALOGUE: _ClassVar[RevisionCause]
MEMBERSHIP_UNSPECIFIED: Membership
MEMBERSHIP_NUMERATOR: Membership
MEMBERSHIP_DENOMINATOR: Membership
MEMBERSHIP_EXCLUDED: Membership
MEMBERSHIP_UNKNOWN: Membership
VALUE_STATE_UNSPECIFIED: ValueState
VALUE_STATE_KNOWN: ValueState
VALUE_STATE_EMPTY: ValueState
VALUE_STATE_NO_DATA: ValueState
VALUE_STATE_SUPPRESSED: ValueState
DISCLOSURE_UNSPECIFIED: Disclosure
DISCLOSURE_SHOWN: Disclosure
DISCLOSURE_HIDDEN: Disclosure
REVISION_CAUSE_UNSPECIFIED: RevisionCause
REVISION_CAUSE_MATURED: RevisionCause
REVISION_CAUSE_LATE: RevisionCause
REVISION_CAUSE_CORRECTED: RevisionCause
REVISION_CAUSE_CATALOGUE: RevisionCause

class StreamPosition(_message.Message):
    __slots__ = ("stream", "position")
    STREAM_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    stream: str
    position: int
    def __init__(self, stream: _Optional[str] = ..., position: _Optional[int] = ...) -> None: ...

class Period(_message.Message):
    __slots__ = ("start", "end", "zone")
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    start: _date_pb2.Date
    end: _date_pb2.Date
    zone: str
    def __init__(self, start: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., zone: _Optional[str] = ...) -> None: ...

class Filter(_message.Message):
    __slots__ = ("dimension", "values")
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    dimension: str
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, dimension: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ...) -> None: ...

class FigureScope(_message.Message):
    __slots__ = ("unit", "service", "alone", "filters", "units_time")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    ALONE_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    UNITS_TIME_FIELD_NUMBER: _ClassVar[int]
    unit: str
    service: str
    alone: bool
    filters: _containers.RepeatedCompositeFieldContainer[Filter]
    units_time: _timestamp_pb2.Timestamp
    def __init__(self, unit: _Optional[str] = ..., service: _Optional[str] = ..., alone: _Optional[bool] = ..., filters: _Optional[_Iterable[_Union[Filter, _Mapping]]] = ..., units_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ExcludedCount(_message.Message):
    __slots__ = ("reason", "count")
    REASON_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    count: int
    def __init__(self, reason: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class Bucket(_message.Message):
    __slots__ = ("up_to", "count")
    UP_TO_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    up_to: int
    count: int
    def __init__(self, up_to: _Optional[int] = ..., count: _Optional[int] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("definition", "version", "scope", "period", "as_of", "positions", "considered", "numerator", "denominator", "unknown", "excluded", "assisted", "digest", "provisional", "definition_digest", "buckets", "not_attributable")
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
    PROVISIONAL_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_DIGEST_FIELD_NUMBER: _ClassVar[int]
    BUCKETS_FIELD_NUMBER: _ClassVar[int]
    NOT_ATTRIBUTABLE_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    scope: FigureScope
    period: Period
    as_of: _timestamp_pb2.Timestamp
    positions: _containers.RepeatedCompositeFieldContainer[StreamPosition]
    considered: int
    numerator: int
    denominator: int
    unknown: int
    excluded: _containers.RepeatedCompositeFieldContainer[ExcludedCount]
    assisted: int
    digest: str
    provisional: bool
    definition_digest: str
    buckets: _containers.RepeatedCompositeFieldContainer[Bucket]
    not_attributable: int
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., scope: _Optional[_Union[FigureScope, _Mapping]] = ..., period: _Optional[_Union[Period, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., positions: _Optional[_Iterable[_Union[StreamPosition, _Mapping]]] = ..., considered: _Optional[int] = ..., numerator: _Optional[int] = ..., denominator: _Optional[int] = ..., unknown: _Optional[int] = ..., excluded: _Optional[_Iterable[_Union[ExcludedCount, _Mapping]]] = ..., assisted: _Optional[int] = ..., digest: _Optional[str] = ..., provisional: _Optional[bool] = ..., definition_digest: _Optional[str] = ..., buckets: _Optional[_Iterable[_Union[Bucket, _Mapping]]] = ..., not_attributable: _Optional[int] = ...) -> None: ...

class Percentile(_message.Message):
    __slots__ = ("rank", "above", "up_to")
    RANK_FIELD_NUMBER: _ClassVar[int]
    ABOVE_FIELD_NUMBER: _ClassVar[int]
    UP_TO_FIELD_NUMBER: _ClassVar[int]
    rank: int
    above: int
    up_to: int
    def __init__(self, rank: _Optional[int] = ..., above: _Optional[int] = ..., up_to: _Optional[int] = ...) -> None: ...

class Rate(_message.Message):
    __slots__ = ("receipt", "state", "percent", "percent_low", "percent_high", "percentiles", "targets")
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_LOW_FIELD_NUMBER: _ClassVar[int]
    PERCENT_HIGH_FIELD_NUMBER: _ClassVar[int]
    PERCENTILES_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    receipt: Receipt
    state: ValueState
    percent: str
    percent_low: str
    percent_high: str
    percentiles: _containers.RepeatedCompositeFieldContainer[Percentile]
    targets: _containers.RepeatedCompositeFieldContainer[TargetDistance]
    def __init__(self, receipt: _Optional[_Union[Receipt, _Mapping]] = ..., state: _Optional[_Union[ValueState, str]] = ..., percent: _Optional[str] = ..., percent_low: _Optional[str] = ..., percent_high: _Optional[str] = ..., percentiles: _Optional[_Iterable[_Union[Percentile, _Mapping]]] = ..., targets: _Optional[_Iterable[_Union[TargetDistance, _Mapping]]] = ...) -> None: ...

class TargetDistance(_message.Message):
    __slots__ = ("target", "unit", "service", "threshold_numerator", "threshold_denominator", "by_date", "due", "met", "missing", "distance", "attained", "attained_high")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    BY_DATE_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    MET_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    DISTANCE_FIELD_NUMBER: _ClassVar[int]
    ATTAINED_FIELD_NUMBER: _ClassVar[int]
    ATTAINED_HIGH_FIELD_NUMBER: _ClassVar[int]
    target: str
    unit: str
    service: str
    threshold_numerator: int
    threshold_denominator: int
    by_date: _date_pb2.Date
    due: bool
    met: bool
    missing: int
    distance: str
    attained: str
    attained_high: str
    def __init__(self, target: _Optional[str] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., threshold_numerator: _Optional[int] = ..., threshold_denominator: _Optional[int] = ..., by_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., due: _Optional[bool] = ..., met: _Optional[bool] = ..., missing: _Optional[int] = ..., distance: _Optional[str] = ..., attained: _Optional[str] = ..., attained_high: _Optional[str] = ...) -> None: ...

class FigurePublished(_message.Message):
    __slots__ = ("publication", "figure", "rate", "reason", "supersedes", "disclosure")
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDES_FIELD_NUMBER: _ClassVar[int]
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    publication: str
    figure: str
    rate: Rate
    reason: str
    supersedes: str
    disclosure: Disclosure
    def __init__(self, publication: _Optional[str] = ..., figure: _Optional[str] = ..., rate: _Optional[_Union[Rate, _Mapping]] = ..., reason: _Optional[str] = ..., supersedes: _Optional[str] = ..., disclosure: _Optional[_Union[Disclosure, str]] = ...) -> None: ...

class MovedItems(_message.Message):
    __slots__ = ("cause", "count")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    cause: RevisionCause
    count: int
    def __init__(self, cause: _Optional[_Union[RevisionCause, str]] = ..., count: _Optional[int] = ...) -> None: ...

class FigureRevised(_message.Message):
    __slots__ = ("publication", "figure", "number", "rate", "previous", "moved")
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    MOVED_FIELD_NUMBER: _ClassVar[int]
    publication: str
    figure: str
    number: int
    rate: Rate
    previous: Rate
    moved: _containers.RepeatedCompositeFieldContainer[MovedItems]
    def __init__(self, publication: _Optional[str] = ..., figure: _Optional[str] = ..., number: _Optional[int] = ..., rate: _Optional[_Union[Rate, _Mapping]] = ..., previous: _Optional[_Union[Rate, _Mapping]] = ..., moved: _Optional[_Iterable[_Union[MovedItems, _Mapping]]] = ...) -> None: ...

class AdoptedReason(_message.Message):
    __slots__ = ("name", "condition")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    name: str
    condition: str
    def __init__(self, name: _Optional[str] = ..., condition: _Optional[str] = ...) -> None: ...

class DefinitionAdopted(_message.Message):
    __slots__ = ("definition", "version", "text", "reasons", "definition_digest")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_DIGEST_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    text: str
    reasons: _containers.RepeatedCompositeFieldContainer[AdoptedReason]
    definition_digest: str
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., text: _Optional[str] = ..., reasons: _Optional[_Iterable[_Union[AdoptedReason, _Mapping]]] = ..., definition_digest: _Optional[str] = ...) -> None: ...

class TreeHeadSigned(_message.Message):
    __slots__ = ("head",)
    HEAD_FIELD_NUMBER: _ClassVar[int]
    head: _tree_heads_pb2.TreeHead
    def __init__(self, head: _Optional[_Union[_tree_heads_pb2.TreeHead, _Mapping]] = ...) -> None: ...
