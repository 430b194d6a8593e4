import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import metrics_pb2 as _metrics_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ScoreBasis(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCORE_BASIS_UNSPECIFIED: _ClassVar[ScoreBasis]
    SCORE_BASIS_RATE: _ClassVar[ScoreBasis]
    SCORE_BASIS_ZERO: _ClassVar[ScoreBasis]
    SCORE_BASIS_LEFT_OUT: _ClassVar[ScoreBasis]
SCORE_BASIS_UNSPECIFIED: ScoreBasis
SCORE_BASIS_RATE: ScoreBasis
SCORE_BASIS_ZERO: ScoreBasis
SCORE_BASIS_LEFT_OUT: ScoreBasis

class ListIndicesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListIndicesResponse(_message.Message):
    __slots__ = ("indices",)
    INDICES_FIELD_NUMBER: _ClassVar[int]
    indices: _containers.RepeatedCompositeFieldContainer[Index]
    def __init__(self, indices: _Optional[_Iterable[_Union[Index, _Mapping]]] = ...) -> None: ...

class Index(_message.Message):
    __slots__ = ("id", "version", "title", "description", "text", "digest")
    ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    id: str
    version: int
    title: _metrics_pb2.Text
    description: _metrics_pb2.Text
    text: str
    digest: str
    def __init__(self, id: _Optional[str] = ..., version: _Optional[int] = ..., title: _Optional[_Union[_metrics_pb2.Text, _Mapping]] = ..., description: _Optional[_Union[_metrics_pb2.Text, _Mapping]] = ..., text: _Optional[str] = ..., digest: _Optional[str] = ...) -> None: ...

class GetScoreRequest(_message.Message):
    __slots__ = ("index", "version", "text", "unit", "start_date", "end_date", "as_known", "as_known_time", "at_least")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    AT_LEAST_FIELD_NUMBER: _ClassVar[int]
    index: str
    version: int
    text: bytes
    unit: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    as_known_time: _timestamp_pb2.Timestamp
    at_least: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    def __init__(self, index: _Optional[str] = ..., version: _Optional[int] = ..., text: _Optional[bytes] = ..., unit: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., at_least: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ...) -> None: ...

class ListScoresRequest(_message.Message):
    __slots__ = ("score",)
    SCORE_FIELD_NUMBER: _ClassVar[int]
    score: GetScoreRequest
    def __init__(self, score: _Optional[_Union[GetScoreRequest, _Mapping]] = ...) -> None: ...

class ListScoresResponse(_message.Message):
    __slots__ = ("scores",)
    SCORES_FIELD_NUMBER: _ClassVar[int]
    scores: _containers.RepeatedCompositeFieldContainer[RankedScore]
    def __init__(self, scores: _Optional[_Iterable[_Union[RankedScore, _Mapping]]] = ...) -> None: ...

class RankedScore(_message.Message):
    __slots__ = ("rank", "unit", "score")
    RANK_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    rank: int
    unit: str
    score: Score
    def __init__(self, rank: _Optional[int] = ..., unit: _Optional[str] = ..., score: _Optional[_Union[Score, _Mapping]] = ...) -> None: ...

class Score(_message.Message):
    __slots__ = ("index", "version", "index_digest", "points", "points_high", "maximum", "percent", "percent_high", "parts", "groups")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    INDEX_DIGEST_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_HIGH_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    PERCENT_FIELD_NUMBER: _ClassVar[int]
    PERCENT_HIGH_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    index: str
    version: int
    index_digest: str
    points: str
    points_high: str
    maximum: str
    percent: str
    percent_high: str
    parts: _containers.RepeatedCompositeFieldContainer[ScorePart]
    groups: _containers.RepeatedCompositeFieldContainer[ScoreGroup]
    def __init__(self, index: _Optional[str] = ..., version: _Optional[int] = ..., index_digest: _Optional[str] = ..., points: _Optional[str] = ..., points_high: _Optional[str] = ..., maximum: _Optional[str] = ..., percent: _Optional[str] = ..., percent_high: _Optional[str] = ..., parts: _Optional[_Iterable[_Union[ScorePart, _Mapping]]] = ..., groups: _Optional[_Iterable[_Union[ScoreGroup, _Mapping]]] = ...) -> None: ...

class ScorePart(_message.Message):
    __slots__ = ("name", "group", "basis", "rate", "points", "points_high", "maximum", "threshold_numerator", "threshold_denominator", "target")
    NAME_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_HIGH_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    name: str
    group: str
    basis: ScoreBasis
    rate: _events_pb2.Rate
    points: str
    points_high: str
    maximum: str
    threshold_numerator: int
    threshold_denominator: int
    target: str
    def __init__(self, name: _Optional[str] = ..., group: _Optional[str] = ..., basis: _Optional[_Union[ScoreBasis, str]] = ..., rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., points: _Optional[str] = ..., points_high: _Optional[str] = ..., maximum: _Optional[str] = ..., threshold_numerator: _Optional[int] = ..., threshold_denominator: _Optional[int] = ..., target: _Optional[str] = ...) -> None: ...

class ScoreGroup(_message.Message):
    __slots__ = ("name", "points", "points_high", "maximum")
    NAME_FIELD_NUMBER: _ClassVar[int]
    POINTS_FIELD_NUMBER: _ClassVar[int]
    POINTS_HIGH_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_FIELD_NUMBER: _ClassVar[int]
    name: str
    points: str
    points_high: str
    maximum: str
    def __init__(self, name: _Optional[str] = ..., points: _Optional[str] = ..., points_high: _Optional[str] = ..., maximum: _Optional[str] = ...) -> None: ...
