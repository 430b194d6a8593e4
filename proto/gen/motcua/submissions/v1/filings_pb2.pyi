import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import dossier_queries_pb2 as _dossier_queries_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Filing(_message.Message):
    __slots__ = ("name", "number", "status", "channel", "service", "service_version", "receiving_unit", "competent_unit", "handling_unit", "root", "submit_time", "accept_time", "end_time", "promised", "due", "extended", "supplement", "obligation", "fee_owed", "obligation_owed", "decision", "electronic_result", "rating", "voided", "erased", "position")
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    SERVICE_VERSION_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    COMPETENT_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_FIELD_NUMBER: _ClassVar[int]
    OBLIGATION_FIELD_NUMBER: _ClassVar[int]
    FEE_OWED_FIELD_NUMBER: _ClassVar[int]
    OBLIGATION_OWED_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    ERASED_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    name: str
    number: str
    status: _events_pb2.Status
    channel: _events_pb2.Channel
    service: str
    service_version: int
    receiving_unit: str
    competent_unit: str
    handling_unit: str
    root: str
    submit_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    promised: _events_pb2.Due
    due: _events_pb2.Due
    extended: _events_pb2.Due
    supplement: _submissions_pb2.AskedSupplement
    obligation: _submissions_pb2.AskedObligation
    fee_owed: int
    obligation_owed: int
    decision: _events_pb2.Decision
    electronic_result: bool
    rating: int
    voided: bool
    erased: bool
    position: int
    def __init__(self, name: _Optional[str] = ..., number: _Optional[str] = ..., status: _Optional[_Union[_events_pb2.Status, str]] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., service: _Optional[str] = ..., service_version: _Optional[int] = ..., receiving_unit: _Optional[str] = ..., competent_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., root: _Optional[str] = ..., submit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., promised: _Optional[_Union[_events_pb2.Due, _Mapping]] = ..., due: _Optional[_Union[_events_pb2.Due, _Mapping]] = ..., extended: _Optional[_Union[_events_pb2.Due, _Mapping]] = ..., supplement: _Optional[_Union[_submissions_pb2.AskedSupplement, _Mapping]] = ..., obligation: _Optional[_Union[_submissions_pb2.AskedObligation, _Mapping]] = ..., fee_owed: _Optional[int] = ..., obligation_owed: _Optional[int] = ..., decision: _Optional[_Union[_events_pb2.Decision, str]] = ..., electronic_result: _Optional[bool] = ..., rating: _Optional[int] = ..., voided: _Optional[bool] = ..., erased: _Optional[bool] = ..., position: _Optional[int] = ...) -> None: ...

class GetFilingRequest(_message.Message):
    __slots__ = ("name", "proof")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    name: str
    proof: _submissions_pb2.Proof
    def __init__(self, name: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ...) -> None: ...

class ListFilingsRequest(_message.Message):
    __slots__ = ("unit", "statuses", "due_start_time", "due_end_time", "service", "channel", "number", "voided", "order", "catalog_position", "page_size", "page_token", "holder")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
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
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    unit: str
    statuses: _containers.RepeatedScalarFieldContainer[_events_pb2.Status]
    due_start_time: _timestamp_pb2.Timestamp
    due_end_time: _timestamp_pb2.Timestamp
    service: str
    channel: _events_pb2.Channel
    number: str
    voided: bool
    order: _dossier_queries_pb2.DossierOrder
    catalog_position: int
    page_size: int
    page_token: str
    holder: str
    def __init__(self, unit: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[_events_pb2.Status, str]]] = ..., due_start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., service: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., number: _Optional[str] = ..., voided: _Optional[bool] = ..., order: _Optional[_Union[_dossier_queries_pb2.DossierOrder, str]] = ..., catalog_position: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., holder: _Optional[str] = ...) -> None: ...

class ListFilingsResponse(_message.Message):
    __slots__ = ("filings", "next_page_token")
    FILINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    filings: _containers.RepeatedCompositeFieldContainer[Filing]
    next_page_token: str
    def __init__(self, filings: _Optional[_Iterable[_Union[Filing, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchFilingsRequest(_message.Message):
    __slots__ = ("after_position",)
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    after_position: int
    def __init__(self, after_position: _Optional[int] = ...) -> None: ...

class WatchFilingsResponse(_message.Message):
    __slots__ = ("position", "filing")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    FILING_FIELD_NUMBER: _ClassVar[int]
    position: int
    filing: Filing
    def __init__(self, position: _Optional[int] = ..., filing: _Optional[_Union[Filing, _Mapping]] = ...) -> None: ...
