import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Calendar(_message.Message):
    __slots__ = ("name", "display_name", "version", "weeks", "days", "position", "etag")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WEEKS_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: _events_pb2.Text
    version: int
    weeks: _containers.RepeatedCompositeFieldContainer[UsualWeek]
    days: _containers.RepeatedCompositeFieldContainer[_events_pb2.SpecialDay]
    position: int
    etag: str
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., version: _Optional[int] = ..., weeks: _Optional[_Iterable[_Union[UsualWeek, _Mapping]]] = ..., days: _Optional[_Iterable[_Union[_events_pb2.SpecialDay, _Mapping]]] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class UsualWeek(_message.Message):
    __slots__ = ("start_date", "days")
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    start_date: _date_pb2.Date
    days: _containers.RepeatedCompositeFieldContainer[_events_pb2.UsualDay]
    def __init__(self, start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., days: _Optional[_Iterable[_Union[_events_pb2.UsualDay, _Mapping]]] = ...) -> None: ...

class Day(_message.Message):
    __slots__ = ("date", "hours", "kind", "name", "calendar", "version")
    DATE_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    date: _date_pb2.Date
    hours: _containers.RepeatedCompositeFieldContainer[_events_pb2.WorkingHours]
    kind: _events_pb2.DayKind
    name: _events_pb2.Text
    calendar: str
    version: int
    def __init__(self, date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[_events_pb2.WorkingHours, _Mapping]]] = ..., kind: _Optional[_Union[_events_pb2.DayKind, str]] = ..., name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., calendar: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class ReviseCalendarRequest(_message.Message):
    __slots__ = ("calendar_id", "display_name", "week", "week_start_date", "days", "cleared_dates", "source", "reason", "etag", "request_id")
    CALENDAR_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    WEEK_FIELD_NUMBER: _ClassVar[int]
    WEEK_START_DATE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    CLEARED_DATES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    calendar_id: str
    display_name: _events_pb2.Text
    week: _containers.RepeatedCompositeFieldContainer[_events_pb2.UsualDay]
    week_start_date: _date_pb2.Date
    days: _containers.RepeatedCompositeFieldContainer[_events_pb2.SpecialDay]
    cleared_dates: _containers.RepeatedCompositeFieldContainer[_date_pb2.Date]
    source: str
    reason: str
    etag: str
    request_id: str
    def __init__(self, calendar_id: _Optional[str] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., week: _Optional[_Iterable[_Union[_events_pb2.UsualDay, _Mapping]]] = ..., week_start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., days: _Optional[_Iterable[_Union[_events_pb2.SpecialDay, _Mapping]]] = ..., cleared_dates: _Optional[_Iterable[_Union[_date_pb2.Date, _Mapping]]] = ..., source: _Optional[str] = ..., reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetCalendarRequest(_message.Message):
    __slots__ = ("name", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListCalendarsRequest(_message.Message):
    __slots__ = ("as_known", "as_known_time", "page_size", "page_token")
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    def __init__(self, as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCalendarsResponse(_message.Message):
    __slots__ = ("calendars", "next_page_token", "catalog_position")
    CALENDARS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    calendars: _containers.RepeatedCompositeFieldContainer[Calendar]
    next_page_token: str
    catalog_position: int
    def __init__(self, calendars: _Optional[_Iterable[_Union[Calendar, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class ListDaysRequest(_message.Message):
    __slots__ = ("name", "first_date", "last_date", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    FIRST_DATE_FIELD_NUMBER: _ClassVar[int]
    LAST_DATE_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    first_date: _date_pb2.Date
    last_date: _date_pb2.Date
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., first_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., last_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDaysResponse(_message.Message):
    __slots__ = ("days",)
    DAYS_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedCompositeFieldContainer[Day]
    def __init__(self, days: _Optional[_Iterable[_Union[Day, _Mapping]]] = ...) -> None: ...
