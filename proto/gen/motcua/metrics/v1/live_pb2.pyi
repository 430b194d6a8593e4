from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LiveFigure(_message.Message):
    __slots__ = ("rate", "month")
    RATE_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    rate: _events_pb2.Rate
    month: str
    def __init__(self, rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., month: _Optional[str] = ...) -> None: ...

class FiguresCheckpoint(_message.Message):
    __slots__ = ("definition", "version", "month", "positions", "figures", "digest")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    POSITIONS_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    month: str
    positions: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    figures: int
    digest: str
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., month: _Optional[str] = ..., positions: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., figures: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...
