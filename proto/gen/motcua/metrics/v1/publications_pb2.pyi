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

class Publication(_message.Message):
    __slots__ = ("name", "figure", "rate", "reason", "supersedes", "superseded_by", "state", "publish_time", "latest", "revisions", "position", "etag", "disclosure")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Publication.State]
        STATE_CURRENT: _ClassVar[Publication.State]
        STATE_SUPERSEDED: _ClassVar[Publication.State]
    STATE_UNSPECIFIED: Publication.State
    STATE_CURRENT: Publication.State
    STATE_SUPERSEDED: Publication.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDES_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDED_BY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    LATEST_FIELD_NUMBER: _ClassVar[int]
    REVISIONS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    name: str
    figure: str
    rate: _events_pb2.Rate
    reason: str
    supersedes: str
    superseded_by: str
    state: Publication.State
    publish_time: _timestamp_pb2.Timestamp
    latest: _events_pb2.Rate
    revisions: int
    position: int
    etag: str
    disclosure: _events_pb2.Disclosure
    def __init__(self, name: _Optional[str] = ..., figure: _Optional[str] = ..., rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., reason: _Optional[str] = ..., supersedes: _Optional[str] = ..., superseded_by: _Optional[str] = ..., state: _Optional[_Union[Publication.State, str]] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., latest: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., revisions: _Optional[int] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ..., disclosure: _Optional[_Union[_events_pb2.Disclosure, str]] = ...) -> None: ...

class Revision(_message.Message):
    __slots__ = ("name", "rate", "previous", "moved", "revise_time", "position")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RATE_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    MOVED_FIELD_NUMBER: _ClassVar[int]
    REVISE_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    name: str
    rate: _events_pb2.Rate
    previous: _events_pb2.Rate
    moved: _containers.RepeatedCompositeFieldContainer[_events_pb2.MovedItems]
    revise_time: _timestamp_pb2.Timestamp
    position: int
    def __init__(self, name: _Optional[str] = ..., rate: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., previous: _Optional[_Union[_events_pb2.Rate, _Mapping]] = ..., moved: _Optional[_Iterable[_Union[_events_pb2.MovedItems, _Mapping]]] = ..., revise_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ...) -> None: ...

class FigureToPublish(_message.Message):
    __slots__ = ("definition", "version", "etag")
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    definition: str
    version: int
    etag: str
    def __init__(self, definition: _Optional[str] = ..., version: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class PublishFiguresRequest(_message.Message):
    __slots__ = ("unit", "service", "alone", "start_date", "end_date", "as_of", "figures", "as_known", "reason", "validate_only", "request_id", "filters", "as_known_time", "units_time")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    ALONE_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    FILTERS_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    UNITS_TIME_FIELD_NUMBER: _ClassVar[int]
    unit: str
    service: str
    alone: bool
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    as_of: _timestamp_pb2.Timestamp
    figures: _containers.RepeatedCompositeFieldContainer[FigureToPublish]
    as_known: _containers.RepeatedCompositeFieldContainer[_events_pb2.StreamPosition]
    reason: str
    validate_only: bool
    request_id: str
    filters: _containers.RepeatedCompositeFieldContainer[_events_pb2.Filter]
    as_known_time: _timestamp_pb2.Timestamp
    units_time: _timestamp_pb2.Timestamp
    def __init__(self, unit: _Optional[str] = ..., service: _Optional[str] = ..., alone: _Optional[bool] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., figures: _Optional[_Iterable[_Union[FigureToPublish, _Mapping]]] = ..., as_known: _Optional[_Iterable[_Union[_events_pb2.StreamPosition, _Mapping]]] = ..., reason: _Optional[str] = ..., validate_only: _Optional[bool] = ..., request_id: _Optional[str] = ..., filters: _Optional[_Iterable[_Union[_events_pb2.Filter, _Mapping]]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., units_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PublishFiguresResponse(_message.Message):
    __slots__ = ("publications",)
    PUBLICATIONS_FIELD_NUMBER: _ClassVar[int]
    publications: _containers.RepeatedCompositeFieldContainer[Publication]
    def __init__(self, publications: _Optional[_Iterable[_Union[Publication, _Mapping]]] = ...) -> None: ...

class GetPublicationRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListPublicationsRequest(_message.Message):
    __slots__ = ("unit", "definition", "show_superseded", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    SHOW_SUPERSEDED_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    definition: str
    show_superseded: bool
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., definition: _Optional[str] = ..., show_superseded: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPublicationsResponse(_message.Message):
    __slots__ = ("publications", "next_page_token")
    PUBLICATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    publications: _containers.RepeatedCompositeFieldContainer[Publication]
    next_page_token: str
    def __init__(self, publications: _Optional[_Iterable[_Union[Publication, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListRevisionsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRevisionsResponse(_message.Message):
    __slots__ = ("revisions", "next_page_token")
    REVISIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    revisions: _containers.RepeatedCompositeFieldContainer[Revision]
    next_page_token: str
    def __init__(self, revisions: _Optional[_Iterable[_Union[Revision, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ExplainRevisionRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class MovedItem(_message.Message):
    __slots__ = ("was", "now", "cause", "position")
    WAS_FIELD_NUMBER: _ClassVar[int]
    NOW_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    was: _metrics_pb2.Item
    now: _metrics_pb2.Item
    cause: _events_pb2.RevisionCause
    position: int
    def __init__(self, was: _Optional[_Union[_metrics_pb2.Item, _Mapping]] = ..., now: _Optional[_Union[_metrics_pb2.Item, _Mapping]] = ..., cause: _Optional[_Union[_events_pb2.RevisionCause, str]] = ..., position: _Optional[int] = ...) -> None: ...

class ExplainRevisionResponse(_message.Message):
    __slots__ = ("revision", "item")
    REVISION_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    revision: Revision
    item: MovedItem
    def __init__(self, revision: _Optional[_Union[Revision, _Mapping]] = ..., item: _Optional[_Union[MovedItem, _Mapping]] = ...) -> None: ...
