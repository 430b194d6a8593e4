import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import ticket_events_pb2 as _ticket_events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TicketState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TICKET_STATE_UNSPECIFIED: _ClassVar[TicketState]
    TICKET_STATE_WAITING: _ClassVar[TicketState]
    TICKET_STATE_CALLED: _ClassVar[TicketState]
    TICKET_STATE_SERVED: _ClassVar[TicketState]
    TICKET_STATE_NOT_SERVED: _ClassVar[TicketState]
    TICKET_STATE_VOIDED: _ClassVar[TicketState]
TICKET_STATE_UNSPECIFIED: TicketState
TICKET_STATE_WAITING: TicketState
TICKET_STATE_CALLED: TicketState
TICKET_STATE_SERVED: TicketState
TICKET_STATE_NOT_SERVED: TicketState
TICKET_STATE_VOIDED: TicketState

class Ticket(_message.Message):
    __slots__ = ("name", "number", "state", "unit", "service", "day", "group", "counter", "priority_class", "priority", "turn", "serial", "calls", "take_time", "first_call_time", "last_call_time", "end_time", "not_served_reason", "waiting_seconds", "serving_seconds", "dossiers", "position", "etag")
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_CLASS_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    TURN_FIELD_NUMBER: _ClassVar[int]
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    CALLS_FIELD_NUMBER: _ClassVar[int]
    TAKE_TIME_FIELD_NUMBER: _ClassVar[int]
    FIRST_CALL_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_CALL_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    NOT_SERVED_REASON_FIELD_NUMBER: _ClassVar[int]
    WAITING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    SERVING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    DOSSIERS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    number: str
    state: TicketState
    unit: str
    service: str
    day: _date_pb2.Date
    group: str
    counter: str
    priority_class: str
    priority: int
    turn: int
    serial: int
    calls: int
    take_time: _timestamp_pb2.Timestamp
    first_call_time: _timestamp_pb2.Timestamp
    last_call_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    not_served_reason: _ticket_events_pb2.NotServedReason
    waiting_seconds: int
    serving_seconds: int
    dossiers: _containers.RepeatedScalarFieldContainer[str]
    position: int
    etag: str
    def __init__(self, name: _Optional[str] = ..., number: _Optional[str] = ..., state: _Optional[_Union[TicketState, str]] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., group: _Optional[str] = ..., counter: _Optional[str] = ..., priority_class: _Optional[str] = ..., priority: _Optional[int] = ..., turn: _Optional[int] = ..., serial: _Optional[int] = ..., calls: _Optional[int] = ..., take_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., first_call_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_call_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., not_served_reason: _Optional[_Union[_ticket_events_pb2.NotServedReason, str]] = ..., waiting_seconds: _Optional[int] = ..., serving_seconds: _Optional[int] = ..., dossiers: _Optional[_Iterable[str]] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class TakeTicketRequest(_message.Message):
    __slots__ = ("unit", "service", "group", "priority_class", "catalog_position", "request_id")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_CLASS_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    unit: str
    service: str
    group: str
    priority_class: str
    catalog_position: int
    request_id: str
    def __init__(self, unit: _Optional[str] = ..., service: _Optional[str] = ..., group: _Optional[str] = ..., priority_class: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class CallNextTicketRequest(_message.Message):
    __slots__ = ("unit", "counter", "groups", "officer", "catalog_position", "request_id")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    unit: str
    counter: str
    groups: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, unit: _Optional[str] = ..., counter: _Optional[str] = ..., groups: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class CallNextTicketResponse(_message.Message):
    __slots__ = ("ticket",)
    TICKET_FIELD_NUMBER: _ClassVar[int]
    ticket: Ticket
    def __init__(self, ticket: _Optional[_Union[Ticket, _Mapping]] = ...) -> None: ...

class RecallTicketRequest(_message.Message):
    __slots__ = ("name", "officer", "catalog_position", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class MoveTicketRequest(_message.Message):
    __slots__ = ("name", "to_counter", "to_group", "officer", "catalog_position", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TO_COUNTER_FIELD_NUMBER: _ClassVar[int]
    TO_GROUP_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    to_counter: str
    to_group: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, name: _Optional[str] = ..., to_counter: _Optional[str] = ..., to_group: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class ServeTicketRequest(_message.Message):
    __slots__ = ("name", "officer", "catalog_position", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordNoShowRequest(_message.Message):
    __slots__ = ("name", "officer", "catalog_position", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordTicketDossierRequest(_message.Message):
    __slots__ = ("name", "dossier", "officer", "catalog_position", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    dossier: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, name: _Optional[str] = ..., dossier: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class VoidTicketRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "catalog_position", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    catalog_position: int
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetTicketRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListTicketsRequest(_message.Message):
    __slots__ = ("unit", "day", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    day: _date_pb2.Date
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTicketsResponse(_message.Message):
    __slots__ = ("tickets", "next_page_token")
    TICKETS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tickets: _containers.RepeatedCompositeFieldContainer[Ticket]
    next_page_token: str
    def __init__(self, tickets: _Optional[_Iterable[_Union[Ticket, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchQueueRequest(_message.Message):
    __slots__ = ("unit", "after_position")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    unit: str
    after_position: int
    def __init__(self, unit: _Optional[str] = ..., after_position: _Optional[int] = ...) -> None: ...

class WatchQueueResponse(_message.Message):
    __slots__ = ("position", "day", "ticket")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    TICKET_FIELD_NUMBER: _ClassVar[int]
    position: int
    day: _date_pb2.Date
    ticket: Ticket
    def __init__(self, position: _Optional[int] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., ticket: _Optional[_Union[Ticket, _Mapping]] = ...) -> None: ...
