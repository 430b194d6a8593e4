import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DossierOrder(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DOSSIER_ORDER_UNSPECIFIED: _ClassVar[DossierOrder]
    DOSSIER_ORDER_DUE: _ClassVar[DossierOrder]
    DOSSIER_ORDER_SUBMISSION: _ClassVar[DossierOrder]
DOSSIER_ORDER_UNSPECIFIED: DossierOrder
DOSSIER_ORDER_DUE: DossierOrder
DOSSIER_ORDER_SUBMISSION: DossierOrder

class ListDossiersRequest(_message.Message):
    __slots__ = ("unit", "statuses", "assignee", "due_start_time", "due_end_time", "service", "channel", "number", "voided", "order", "catalog_position", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    DUE_START_TIME_FIELD_NUMBER: _ClassVar[int]
    DUE_END_TIME_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    statuses: _containers.RepeatedScalarFieldContainer[_events_pb2.Status]
    assignee: str
    due_start_time: _timestamp_pb2.Timestamp
    due_end_time: _timestamp_pb2.Timestamp
    service: str
    channel: _events_pb2.Channel
    number: str
    voided: bool
    order: DossierOrder
    catalog_position: int
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[_events_pb2.Status, str]]] = ..., assignee: _Optional[str] = ..., due_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., service: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., number: _Optional[str] = ..., voided: _Optional[bool] = ..., order: _Optional[_Union[DossierOrder, str]] = ..., catalog_position: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDossiersResponse(_message.Message):
    __slots__ = ("dossiers", "next_page_token")
    DOSSIERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    dossiers: _containers.RepeatedCompositeFieldContainer[_submissions_pb2.Dossier]
    next_page_token: str
    def __init__(self, dossiers: _Optional[_Iterable[_Union[_submissions_pb2.Dossier, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListDueDossiersRequest(_message.Message):
    __slots__ = ("unit", "due_end_time", "assignee", "catalog_position", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DUE_END_TIME_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    due_end_time: _timestamp_pb2.Timestamp
    assignee: str
    catalog_position: int
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., due_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., assignee: _Optional[str] = ..., catalog_position: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDueDossiersResponse(_message.Message):
    __slots__ = ("dossiers", "next_page_token")
    DOSSIERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    dossiers: _containers.RepeatedCompositeFieldContainer[_submissions_pb2.Dossier]
    next_page_token: str
    def __init__(self, dossiers: _Optional[_Iterable[_Union[_submissions_pb2.Dossier, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetDossierHistoryRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DossierFact(_message.Message):
    __slots__ = ("version", "event", "time", "time_known", "day_only", "record_time", "position", "actor", "officer", "unit", "handling_unit", "task", "reason_code", "recorded", "corrected_by", "left_out", "effective", "corrects")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    RECORD_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORDED_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_BY_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FIELD_NUMBER: _ClassVar[int]
    CORRECTS_FIELD_NUMBER: _ClassVar[int]
    version: int
    event: str
    time: _timestamp_pb2.Timestamp
    time_known: bool
    day_only: bool
    record_time: _timestamp_pb2.Timestamp
    position: int
    actor: str
    officer: str
    unit: str
    handling_unit: str
    task: str
    reason_code: str
    recorded: _events_pb2.CorrectedFact
    corrected_by: int
    left_out: bool
    effective: _events_pb2.CorrectedFact
    corrects: int
    def __init__(self, version: _Optional[int] = ..., event: _Optional[str] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., record_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., actor: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., task: _Optional[str] = ..., reason_code: _Optional[str] = ..., recorded: _Optional[_Union[_events_pb2.CorrectedFact, _Mapping]] = ..., corrected_by: _Optional[int] = ..., left_out: _Optional[bool] = ..., effective: _Optional[_Union[_events_pb2.CorrectedFact, _Mapping]] = ..., corrects: _Optional[int] = ...) -> None: ...

class DossierHistory(_message.Message):
    __slots__ = ("dossier", "facts")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    dossier: _submissions_pb2.Dossier
    facts: _containers.RepeatedCompositeFieldContainer[DossierFact]
    def __init__(self, dossier: _Optional[_Union[_submissions_pb2.Dossier, _Mapping]] = ..., facts: _Optional[_Iterable[_Union[DossierFact, _Mapping]]] = ...) -> None: ...

class BatchGetDossierHistoriesRequest(_message.Message):
    __slots__ = ("names", "as_of", "as_known_time")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    as_of: _timestamp_pb2.Timestamp
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, names: _Optional[_Iterable[str]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BatchGetDossierHistoriesResponse(_message.Message):
    __slots__ = ("histories",)
    HISTORIES_FIELD_NUMBER: _ClassVar[int]
    histories: _containers.RepeatedCompositeFieldContainer[DossierHistory]
    def __init__(self, histories: _Optional[_Iterable[_Union[DossierHistory, _Mapping]]] = ...) -> None: ...

class WatchDossiersRequest(_message.Message):
    __slots__ = ("after_position", "unit")
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    after_position: int
    unit: str
    def __init__(self, after_position: _Optional[int] = ..., unit: _Optional[str] = ...) -> None: ...

class WatchDossiersResponse(_message.Message):
    __slots__ = ("position", "change")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    position: int
    change: DossierChange
    def __init__(self, position: _Optional[int] = ..., change: _Optional[_Union[DossierChange, _Mapping]] = ...) -> None: ...

class DossierChange(_message.Message):
    __slots__ = ("dossier", "fact", "receiving_unit", "competent_unit", "handling_unit", "previous_unit")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    FACT_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    COMPETENT_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_UNIT_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    fact: DossierFact
    receiving_unit: str
    competent_unit: str
    handling_unit: str
    previous_unit: str
    def __init__(self, dossier: _Optional[str] = ..., fact: _Optional[_Union[DossierFact, _Mapping]] = ..., receiving_unit: _Optional[str] = ..., competent_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., previous_unit: _Optional[str] = ...) -> None: ...

class ReconcilePortalsRequest(_message.Message):
    __slots__ = ("unit", "start_date", "end_date", "portal", "catalog_position")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    unit: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    portal: str
    catalog_position: int
    def __init__(self, unit: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., portal: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class PortalDay(_message.Message):
    __slots__ = ("portal", "date", "submitted", "accepted", "refused", "withdrawn", "pending", "residual", "voided")
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    PENDING_FIELD_NUMBER: _ClassVar[int]
    RESIDUAL_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    portal: str
    date: _date_pb2.Date
    submitted: int
    accepted: int
    refused: int
    withdrawn: int
    pending: int
    residual: int
    voided: int
    def __init__(self, portal: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., submitted: _Optional[int] = ..., accepted: _Optional[int] = ..., refused: _Optional[int] = ..., withdrawn: _Optional[int] = ..., pending: _Optional[int] = ..., residual: _Optional[int] = ..., voided: _Optional[int] = ...) -> None: ...

class ReconcilePortalsResponse(_message.Message):
    __slots__ = ("days", "position")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedCompositeFieldContainer[PortalDay]
    position: int
    def __init__(self, days: _Optional[_Iterable[_Union[PortalDay, _Mapping]]] = ..., position: _Optional[int] = ...) -> None: ...
