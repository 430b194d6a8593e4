from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from motcua.metrics.v1 import metrics_pb2 as _metrics_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WatchFiguresRequest(_message.Message):
    __slots__ = ("unit", "figures", "resume_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    figures: _containers.RepeatedCompositeFieldContainer[_metrics_pb2.GetRateRequest]
    resume_token: str
    def __init__(self, unit: _Optional[str] = ..., figures: _Optional[_Iterable[_Union[_metrics_pb2.GetRateRequest, _Mapping]]] = ..., resume_token: _Optional[str] = ...) -> None: ...

class WatchFiguresResponse(_message.Message):
    __slots__ = ("change", "checkpoint")
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    change: FigureChange
    checkpoint: WatchCheckpoint
    def __init__(self, change: _Optional[_Union[FigureChange, _Mapping]] = ..., checkpoint: _Optional[_Union[WatchCheckpoint, _Mapping]] = ...) -> None: ...

class FigureChange(_message.Message):
    __slots__ = ("index", "rate")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    index: int
    rate: _events_pb2.Rate
    def __init__(self, index: _Optional[int] = ..., rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ...) -> None: ...

class WatchCheckpoint(_message.Message):
    __slots__ = ("positions", "resume_token")
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    positions: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    resume_token: str
    def __init__(self, positions: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., resume_token: _Optional[str] = ...) -> None: ...
