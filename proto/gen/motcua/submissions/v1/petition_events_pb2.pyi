import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PetitionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_KIND_UNSPECIFIED: _ClassVar[PetitionKind]
    PETITION_KIND_COMPLAINT: _ClassVar[PetitionKind]
    PETITION_KIND_REFLECTION: _ClassVar[PetitionKind]
    PETITION_KIND_PROPOSAL: _ClassVar[PetitionKind]
    PETITION_KIND_PRAISE: _ClassVar[PetitionKind]

class PetitionChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_CHANNEL_UNSPECIFIED: _ClassVar[PetitionChannel]
    PETITION_CHANNEL_PORTAL: _ClassVar[PetitionChannel]
    PETITION_CHANNEL_EMAIL: _ClassVar[PetitionChannel]
    PETITION_CHANNEL_HOTLINE: _ClassVar[PetitionChannel]
    PETITION_CHANNEL_RECEPTION_DAY: _ClassVar[PetitionChannel]
    PETITION_CHANNEL_OTHER: _ClassVar[PetitionChannel]

class PetitionStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_STATUS_UNSPECIFIED: _ClassVar[PetitionStatus]
    PETITION_STATUS_RECEIVED: _ClassVar[PetitionStatus]
    PETITION_STATUS_HANDLING: _ClassVar[PetitionStatus]
    PETITION_STATUS_SUPPLEMENT_REQUESTED: _ClassVar[PetitionStatus]
    PETITION_STATUS_ANSWERED: _ClassVar[PetitionStatus]
    PETITION_STATUS_PUBLISHED: _ClassVar[PetitionStatus]
    PETITION_STATUS_REFUSED: _ClassVar[PetitionStatus]
    PETITION_STATUS_MERGED: _ClassVar[PetitionStatus]
    PETITION_STATUS_WITHDRAWN: _ClassVar[PetitionStatus]

class PetitionTermKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_TERM_KIND_UNSPECIFIED: _ClassVar[PetitionTermKind]
    PETITION_TERM_KIND_ANSWER: _ClassVar[PetitionTermKind]
    PETITION_TERM_KIND_REFUSAL: _ClassVar[PetitionTermKind]
    PETITION_TERM_KIND_FIRST_REQUEST: _ClassVar[PetitionTermKind]
    PETITION_TERM_KIND_PUBLICATION: _ClassVar[PetitionTermKind]

class PetitionAnomaly(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PETITION_ANOMALY_UNSPECIFIED: _ClassVar[PetitionAnomaly]
    PETITION_ANOMALY_BEFORE_PREVIOUS: _ClassVar[PetitionAnomaly]
    PETITION_ANOMALY_IN_FUTURE: _ClassVar[PetitionAnomaly]
    PETITION_ANOMALY_WITHOUT_TIME: _ClassVar[PetitionAnomaly]
PETITION_KIND_UNSPECIFIED: PetitionKind
PETITION_KIND_COMPLAINT: PetitionKind
PETITION_KIND_REFLECTION: PetitionKind
PETITION_KIND_PROPOSAL: PetitionKind
PETITION_KIND_PRAISE: PetitionKind
PETITION_CHANNEL_UNSPECIFIED: PetitionChannel
PETITION_CHANNEL_PORTAL: PetitionChannel
PETITION_CHANNEL_EMAIL: PetitionChannel
PETITION_CHANNEL_HOTLINE: PetitionChannel
PETITION_CHANNEL_RECEPTION_DAY: PetitionChannel
PETITION_CHANNEL_OTHER: PetitionChannel
PETITION_STATUS_UNSPECIFIED: PetitionStatus
PETITION_STATUS_RECEIVED: PetitionStatus
PETITION_STATUS_HANDLING: PetitionStatus
PETITION_STATUS_SUPPLEMENT_REQUESTED: PetitionStatus
PETITION_STATUS_ANSWERED: PetitionStatus
PETITION_STATUS_PUBLISHED: PetitionStatus
PETITION_STATUS_REFUSED: PetitionStatus
PETITION_STATUS_MERGED: PetitionStatus
PETITION_STATUS_WITHDRAWN: PetitionStatus
PETITION_TERM_KIND_UNSPECIFIED: PetitionTermKind
PETITION_TERM_KIND_ANSWER: PetitionTermKind
PETITION_TERM_KIND_REFUSAL: PetitionTermKind
PETITION_TERM_KIND_FIRST_REQUEST: PetitionTermKind
PETITION_TERM_KIND_PUBLICATION: PetitionTermKind
PETITION_ANOMALY_UNSPECIFIED: PetitionAnomaly
PETITION_ANOMALY_BEFORE_PREVIOUS: PetitionAnomaly
PETITION_ANOMALY_IN_FUTURE: PetitionAnomaly
PETITION_ANOMALY_WITHOUT_TIME: PetitionAnomaly

class ReceptionDay(_message.Message):
    __slots__ = ("date", "leader", "unit")
    DATE_FIELD_NUMBER: _ClassVar[int]
    LEADER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    date: _date_pb2.Date
    leader: str
    unit: str
    def __init__(self, date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., leader: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...

class PetitionTerm(_message.Message):
    __slots__ = ("time", "working_days", "calendar", "calendar_version", "remind_time")
    TIME_FIELD_NUMBER: _ClassVar[int]
    WORKING_DAYS_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    REMIND_TIME_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    working_days: int
    calendar: str
    calendar_version: int
    remind_time: _timestamp_pb2.Timestamp
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., working_days: _Optional[int] = ..., calendar: _Optional[str] = ..., calendar_version: _Optional[int] = ..., remind_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PetitionReceived(_message.Message):
    __slots__ = ("petition", "catalog_position", "number", "receiving_unit", "holder", "kind", "channel", "reception", "dossier", "portal", "answer_term", "refusal_term", "first_request_term", "terms_rule", "retention_years", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEPTION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TERM_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_TERM_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_TERM_FIELD_NUMBER: _ClassVar[int]
    TERMS_RULE_FIELD_NUMBER: _ClassVar[int]
    RETENTION_YEARS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    number: str
    receiving_unit: str
    holder: str
    kind: PetitionKind
    channel: PetitionChannel
    reception: ReceptionDay
    dossier: str
    portal: str
    answer_term: PetitionTerm
    refusal_term: PetitionTerm
    first_request_term: PetitionTerm
    terms_rule: str
    retention_years: int
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., holder: _Optional[str] = ..., kind: _Optional[_Union[PetitionKind, str]] = ..., channel: _Optional[_Union[PetitionChannel, str]] = ..., reception: _Optional[_Union[ReceptionDay, _Mapping]] = ..., dossier: _Optional[str] = ..., portal: _Optional[str] = ..., answer_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., refusal_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., first_request_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., terms_rule: _Optional[str] = ..., retention_years: _Optional[int] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionHandlingStarted(_message.Message):
    __slots__ = ("petition", "catalog_position", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionTransferred(_message.Message):
    __slots__ = ("petition", "catalog_position", "from_unit", "holder", "cause", "answer_term", "refusal_term", "first_request_term", "terms_rule", "reason_code", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    FROM_UNIT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TERM_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_TERM_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_TERM_FIELD_NUMBER: _ClassVar[int]
    TERMS_RULE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    from_unit: str
    holder: str
    cause: _events_pb2.TransferCause
    answer_term: PetitionTerm
    refusal_term: PetitionTerm
    first_request_term: PetitionTerm
    terms_rule: str
    reason_code: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., from_unit: _Optional[str] = ..., holder: _Optional[str] = ..., cause: _Optional[_Union[_events_pb2.TransferCause, str]] = ..., answer_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., refusal_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., first_request_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., terms_rule: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionAssigned(_message.Message):
    __slots__ = ("petition", "catalog_position", "assignee", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    assignee: str
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., assignee: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionSupplementRequested(_message.Message):
    __slots__ = ("petition", "catalog_position", "number", "first", "term", "verdict", "reason_code", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    number: int
    first: bool
    term: PetitionTerm
    verdict: _events_pb2.Verdict
    reason_code: str
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[int] = ..., first: _Optional[bool] = ..., term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., reason_code: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionSupplementAnswered(_message.Message):
    __slots__ = ("petition", "catalog_position", "number", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    number: int
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[int] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionAnswered(_message.Message):
    __slots__ = ("petition", "catalog_position", "term", "verdict", "publication_term", "terms_rule", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_TERM_FIELD_NUMBER: _ClassVar[int]
    TERMS_RULE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    term: PetitionTerm
    verdict: _events_pb2.Verdict
    publication_term: PetitionTerm
    terms_rule: str
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., publication_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., terms_rule: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionRefused(_message.Message):
    __slots__ = ("petition", "catalog_position", "term", "verdict", "reason_code", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    term: PetitionTerm
    verdict: _events_pb2.Verdict
    reason_code: str
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., reason_code: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionPublished(_message.Message):
    __slots__ = ("petition", "catalog_position", "publication", "term", "verdict", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    publication: str
    term: PetitionTerm
    verdict: _events_pb2.Verdict
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., publication: _Optional[str] = ..., term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionMerged(_message.Message):
    __slots__ = ("petition", "catalog_position", "into", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    INTO_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    into: str
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., into: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionWithdrawn(_message.Message):
    __slots__ = ("petition", "catalog_position", "reason_code", "holder", "officer", "unit", "anomalies", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    reason_code: str
    holder: str
    officer: str
    unit: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionVoided(_message.Message):
    __slots__ = ("petition", "catalog_position", "reason_code", "holder", "officer", "unit", "time_known", "day_only", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    reason_code: str
    holder: str
    officer: str
    unit: str
    time_known: bool
    day_only: bool
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., holder: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class CorrectedPetitionFact(_message.Message):
    __slots__ = ("version", "time", "received", "handling_started", "transferred", "assigned", "supplement_requested", "supplement_answered", "answered", "refused", "published", "merged", "withdrawn", "voided")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    HANDLING_STARTED_FIELD_NUMBER: _ClassVar[int]
    TRANSFERRED_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_ANSWERED_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FIELD_NUMBER: _ClassVar[int]
    MERGED_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    version: int
    time: _timestamp_pb2.Timestamp
    received: PetitionReceived
    handling_started: PetitionHandlingStarted
    transferred: PetitionTransferred
    assigned: PetitionAssigned
    supplement_requested: PetitionSupplementRequested
    supplement_answered: PetitionSupplementAnswered
    answered: PetitionAnswered
    refused: PetitionRefused
    published: PetitionPublished
    merged: PetitionMerged
    withdrawn: PetitionWithdrawn
    voided: PetitionVoided
    def __init__(self, version: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., received: _Optional[_Union[PetitionReceived, _Mapping]] = ..., handling_started: _Optional[_Union[PetitionHandlingStarted, _Mapping]] = ..., transferred: _Optional[_Union[PetitionTransferred, _Mapping]] = ..., assigned: _Optional[_Union[PetitionAssigned, _Mapping]] = ..., supplement_requested: _Optional[_Union[PetitionSupplementRequested, _Mapping]] = ..., supplement_answered: _Optional[_Union[PetitionSupplementAnswered, _Mapping]] = ..., answered: _Optional[_Union[PetitionAnswered, _Mapping]] = ..., refused: _Optional[_Union[PetitionRefused, _Mapping]] = ..., published: _Optional[_Union[PetitionPublished, _Mapping]] = ..., merged: _Optional[_Union[PetitionMerged, _Mapping]] = ..., withdrawn: _Optional[_Union[PetitionWithdrawn, _Mapping]] = ..., voided: _Optional[_Union[PetitionVoided, _Mapping]] = ...) -> None: ...

class PetitionFacts(_message.Message):
    __slots__ = ("number", "receiving_unit", "holder", "assignee", "kind", "channel", "reception", "dossier", "portal", "status", "voided", "received", "first_request", "answered", "refused", "published", "ended", "answer_term", "refusal_term", "first_request_term", "publication_term", "verdict", "first_request_verdict", "publication_verdict", "supplement_requests", "merged_into", "publication", "anomalies", "origin", "transfer_cause")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RECEPTION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    ANSWER_TERM_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_TERM_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_TERM_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_TERM_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    FIRST_REQUEST_VERDICT_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_VERDICT_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_FIELD_NUMBER: _ClassVar[int]
    PUBLICATION_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_CAUSE_FIELD_NUMBER: _ClassVar[int]
    number: str
    receiving_unit: str
    holder: str
    assignee: str
    kind: PetitionKind
    channel: PetitionChannel
    reception: ReceptionDay
    dossier: str
    portal: str
    status: PetitionStatus
    voided: bool
    received: _events_pb2.FactTime
    first_request: _events_pb2.FactTime
    answered: _events_pb2.FactTime
    refused: _events_pb2.FactTime
    published: _events_pb2.FactTime
    ended: _events_pb2.FactTime
    answer_term: PetitionTerm
    refusal_term: PetitionTerm
    first_request_term: PetitionTerm
    publication_term: PetitionTerm
    verdict: _events_pb2.Verdict
    first_request_verdict: _events_pb2.Verdict
    publication_verdict: _events_pb2.Verdict
    supplement_requests: int
    merged_into: str
    publication: str
    anomalies: _containers.RepeatedScalarFieldContainer[PetitionAnomaly]
    origin: _events_pb2.Origin
    transfer_cause: _events_pb2.TransferCause
    def __init__(self, number: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., holder: _Optional[str] = ..., assignee: _Optional[str] = ..., kind: _Optional[_Union[PetitionKind, str]] = ..., channel: _Optional[_Union[PetitionChannel, str]] = ..., reception: _Optional[_Union[ReceptionDay, _Mapping]] = ..., dossier: _Optional[str] = ..., portal: _Optional[str] = ..., status: _Optional[_Union[PetitionStatus, str]] = ..., voided: _Optional[bool] = ..., received: _Optional[_Union[_events_pb2.FactTime, _Mapping]] = ..., first_request: _Optional[_Union[_events_pb2.FactTime, _Mapping]] = ..., answered: _Optional[_Union[_events_pb2.FactTime, _Mapping]] = ..., refused: _Optional[_Union[_events_pb2.FactTime, _Mapping]] = ..., published: _Optional[_Union[_events_pb2.FactTime, _Mapping]] = ..., ended: _Optional[_Union[_events_pb2.FactTime, _Mapping]] = ..., answer_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., refusal_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., first_request_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., publication_term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., first_request_verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., publication_verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., supplement_requests: _Optional[int] = ..., merged_into: _Optional[str] = ..., publication: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[PetitionAnomaly, str]]] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ..., transfer_cause: _Optional[_Union[_events_pb2.TransferCause, str]] = ...) -> None: ...

class PetitionCorrected(_message.Message):
    __slots__ = ("petition", "catalog_position", "version", "instead", "restated", "facts", "reason_code", "officer", "unit", "origin")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_FIELD_NUMBER: _ClassVar[int]
    RESTATED_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    version: int
    instead: CorrectedPetitionFact
    restated: _containers.RepeatedCompositeFieldContainer[CorrectedPetitionFact]
    facts: PetitionFacts
    reason_code: str
    officer: str
    unit: str
    origin: _events_pb2.Origin
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., version: _Optional[int] = ..., instead: _Optional[_Union[CorrectedPetitionFact, _Mapping]] = ..., restated: _Optional[_Iterable[_Union[CorrectedPetitionFact, _Mapping]]] = ..., facts: _Optional[_Union[PetitionFacts, _Mapping]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ...) -> None: ...

class PetitionErased(_message.Message):
    __slots__ = ("petition", "catalog_position", "cause", "reason_code", "officer", "unit")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    cause: _events_pb2.ErasureCause
    reason_code: str
    officer: str
    unit: str
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., cause: _Optional[_Union[_events_pb2.ErasureCause, str]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...

class PetitionTermApproached(_message.Message):
    __slots__ = ("petition", "catalog_position", "kind", "term", "holder", "assignee")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    kind: PetitionTermKind
    term: PetitionTerm
    holder: str
    assignee: str
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., kind: _Optional[_Union[PetitionTermKind, str]] = ..., term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., holder: _Optional[str] = ..., assignee: _Optional[str] = ...) -> None: ...

class PetitionTermPassed(_message.Message):
    __slots__ = ("petition", "catalog_position", "kind", "term", "holder", "assignee")
    PETITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TERM_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    petition: str
    catalog_position: int
    kind: PetitionTermKind
    term: PetitionTerm
    holder: str
    assignee: str
    def __init__(self, petition: _Optional[str] = ..., catalog_position: _Optional[int] = ..., kind: _Optional[_Union[PetitionTermKind, str]] = ..., term: _Optional[_Union[PetitionTerm, _Mapping]] = ..., holder: _Optional[str] = ..., assignee: _Optional[str] = ...) -> None: ...
