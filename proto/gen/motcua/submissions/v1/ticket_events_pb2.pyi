import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NotServedReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NOT_SERVED_REASON_UNSPECIFIED: _ClassVar[NotServedReason]
    NOT_SERVED_REASON_NO_SHOW: _ClassVar[NotServedReason]
    NOT_SERVED_REASON_DAY_ENDED: _ClassVar[NotServedReason]
NOT_SERVED_REASON_UNSPECIFIED: NotServedReason
NOT_SERVED_REASON_NO_SHOW: NotServedReason
NOT_SERVED_REASON_DAY_ENDED: NotServedReason

class TicketTaken(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "day", "group", "number", "serial", "turn", "priority_class", "priority")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SERIAL_FIELD_NUMBER: _ClassVar[int]
    TURN_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_CLASS_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    day: _date_pb2.Date
    group: str
    number: str
    serial: int
    turn: int
    priority_class: str
    priority: int
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., day: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., group: _Optional[str] = ..., number: _Optional[str] = ..., serial: _Optional[int] = ..., turn: _Optional[int] = ..., priority_class: _Optional[str] = ..., priority: _Optional[int] = ...) -> None: ...

class TicketCalled(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "number", "counter", "officer", "call", "first_call_time")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CALL_FIELD_NUMBER: _ClassVar[int]
    FIRST_CALL_TIME_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    number: str
    counter: str
    officer: str
    call: int
    first_call_time: _timestamp_pb2.Timestamp
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., number: _Optional[str] = ..., counter: _Optional[str] = ..., officer: _Optional[str] = ..., call: _Optional[int] = ..., first_call_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class TicketMoved(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "number", "from_counter", "to_counter", "from_group", "to_group", "officer")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    FROM_COUNTER_FIELD_NUMBER: _ClassVar[int]
    TO_COUNTER_FIELD_NUMBER: _ClassVar[int]
    FROM_GROUP_FIELD_NUMBER: _ClassVar[int]
    TO_GROUP_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    number: str
    from_counter: str
    to_counter: str
    from_group: str
    to_group: str
    officer: str
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., number: _Optional[str] = ..., from_counter: _Optional[str] = ..., to_counter: _Optional[str] = ..., from_group: _Optional[str] = ..., to_group: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class TicketServed(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "counter", "officer", "first_call_time", "waiting_seconds", "serving_seconds", "priority_class")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    FIRST_CALL_TIME_FIELD_NUMBER: _ClassVar[int]
    WAITING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    SERVING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_CLASS_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    counter: str
    officer: str
    first_call_time: _timestamp_pb2.Timestamp
    waiting_seconds: int
    serving_seconds: int
    priority_class: str
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., counter: _Optional[str] = ..., officer: _Optional[str] = ..., first_call_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., waiting_seconds: _Optional[int] = ..., serving_seconds: _Optional[int] = ..., priority_class: _Optional[str] = ...) -> None: ...

class TicketNotServed(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "counter", "officer", "reason", "first_call_time", "waiting_seconds", "serving_seconds", "priority_class")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIRST_CALL_TIME_FIELD_NUMBER: _ClassVar[int]
    WAITING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    SERVING_SECONDS_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_CLASS_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    counter: str
    officer: str
    reason: NotServedReason
    first_call_time: _timestamp_pb2.Timestamp
    waiting_seconds: int
    serving_seconds: int
    priority_class: str
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., counter: _Optional[str] = ..., officer: _Optional[str] = ..., reason: _Optional[_Union[NotServedReason, str]] = ..., first_call_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., waiting_seconds: _Optional[int] = ..., serving_seconds: _Optional[int] = ..., priority_class: _Optional[str] = ...) -> None: ...

class TicketDossierRecorded(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "dossier", "officer")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    dossier: str
    officer: str
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., dossier: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class TicketVoided(_message.Message):
    __slots__ = ("ticket", "catalog_position", "unit", "service", "reason_code", "officer")
    TICKET_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ticket: str
    catalog_position: int
    unit: str
    service: str
    reason_code: str
    officer: str
    def __init__(self, ticket: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...
