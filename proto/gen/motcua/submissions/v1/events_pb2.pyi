import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Channel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANNEL_UNSPECIFIED: _ClassVar[Channel]
    CHANNEL_ONLINE: _ClassVar[Channel]
    CHANNEL_IN_PERSON: _ClassVar[Channel]
    CHANNEL_POST: _ClassVar[Channel]
    CHANNEL_EMAIL: _ClassVar[Channel]
    CHANNEL_PHONE: _ClassVar[Channel]
    CHANNEL_OTHER: _ClassVar[Channel]
    CHANNEL_UNKNOWN: _ClassVar[Channel]

class Status(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STATUS_UNSPECIFIED: _ClassVar[Status]
    STATUS_SUBMITTED: _ClassVar[Status]
    STATUS_ACCEPTED: _ClassVar[Status]
    STATUS_REFUSED: _ClassVar[Status]
    STATUS_PROCESSING: _ClassVar[Status]
    STATUS_SUPPLEMENT_REQUESTED: _ClassVar[Status]
    STATUS_OBLIGATION_PENDING: _ClassVar[Status]
    STATUS_WITHDRAWN: _ClassVar[Status]
    STATUS_STOPPED: _ClassVar[Status]
    STATUS_RESULT_READY: _ClassVar[Status]
    STATUS_RESULT_RETURNED: _ClassVar[Status]

class Anomaly(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ANOMALY_UNSPECIFIED: _ClassVar[Anomaly]
    ANOMALY_ENDED_BEFORE_ACCEPTED: _ClassVar[Anomaly]
    ANOMALY_ENDED_IN_FUTURE: _ClassVar[Anomaly]
    ANOMALY_ENDED_WITHOUT_TIME: _ClassVar[Anomaly]
    ANOMALY_ACCEPTED_IN_FUTURE: _ClassVar[Anomaly]
    ANOMALY_ENDED_WITHOUT_ACCEPTANCE: _ClassVar[Anomaly]
    ANOMALY_ACCEPTED_WITHOUT_TIME: _ClassVar[Anomaly]
    ANOMALY_SUBMITTED_AFTER_ACCEPTED: _ClassVar[Anomaly]
    ANOMALY_DUE_BEFORE_ACCEPTED: _ClassVar[Anomaly]
    ANOMALY_ONLINE_BELOW_LEVEL_3: _ClassVar[Anomaly]
    ANOMALY_SUBMITTED_WITHOUT_TIME: _ClassVar[Anomaly]

class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_UNSPECIFIED: _ClassVar[Verdict]
    VERDICT_EARLY: _ClassVar[Verdict]
    VERDICT_ON_TIME: _ClassVar[Verdict]
    VERDICT_OVERDUE: _ClassVar[Verdict]
    VERDICT_NO_DUE: _ClassVar[Verdict]
CHANNEL_UNSPECIFIED: Channel
CHANNEL_ONLINE: Channel
CHANNEL_IN_PERSON: Channel
CHANNEL_POST: Channel
CHANNEL_EMAIL: Channel
CHANNEL_PHONE: Channel
CHANNEL_OTHER: Channel
CHANNEL_UNKNOWN: Channel
STATUS_UNSPECIFIED: Status
STATUS_SUBMITTED: Status
STATUS_ACCEPTED: Status
STATUS_REFUSED: Status
STATUS_PROCESSING: Status
STATUS_SUPPLEMENT_REQUESTED: Status
STATUS_OBLIGATION_PENDING: Status
STATUS_WITHDRAWN: Status
STATUS_STOPPED: Status
STATUS_RESULT_READY: Status
STATUS_RESULT_RETURNED: Status
ANOMALY_UNSPECIFIED: Anomaly
ANOMALY_ENDED_BEFORE_ACCEPTED: Anomaly
ANOMALY_ENDED_IN_FUTURE: Anomaly
ANOMALY_ENDED_WITHOUT_TIME: Anomaly
ANOMALY_ACCEPTED_IN_FUTURE: Anomaly
ANOMALY_ENDED_WITHOUT_ACCEPTANCE: Anomaly
ANOMALY_ACCEPTED_WITHOUT_TIME: Anomaly
ANOMALY_SUBMITTED_AFTER_ACCEPTED: Anomaly
ANOMALY_DUE_BEFORE_ACCEPTED: Anomaly
ANOMALY_ONLINE_BELOW_LEVEL_3: Anomaly
ANOMALY_SUBMITTED_WITHOUT_TIME: Anomaly
VERDICT_UNSPECIFIED: Verdict
VERDICT_EARLY: Verdict
VERDICT_ON_TIME: Verdict
VERDICT_OVERDUE: Verdict
VERDICT_NO_DUE: Verdict

class Due(_message.Message):
    __slots__ = ("time", "end_of_day")
    TIME_FIELD_NUMBER: _ClassVar[int]
    END_OF_DAY_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    end_of_day: bool
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_of_day: _Optional[bool] = ...) -> None: ...

class Origin(_message.Message):
    __slots__ = ("source", "key")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    source: str
    key: str
    def __init__(self, source: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class OfferingFacts(_message.Message):
    __slots__ = ("offering", "service", "unit", "service_version", "level", "extent", "level_rule", "written_result", "eligible_full", "fee", "effective_time")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_VERSION_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELIGIBLE_FULL_FIELD_NUMBER: _ClassVar[int]
    FEE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    offering: str
    service: str
    unit: str
    service_version: int
    level: int
    extent: _events_pb2.Extent
    level_rule: str
    written_result: bool
    eligible_full: bool
    fee: int
    effective_time: _timestamp_pb2.Timestamp
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., service_version: _Optional[int] = ..., level: _Optional[int] = ..., extent: _Optional[_Union[_events_pb2.Extent, str]] = ..., level_rule: _Optional[str] = ..., written_result: _Optional[bool] = ..., eligible_full: _Optional[bool] = ..., fee: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DossierSubmitted(_message.Message):
    __slots__ = ("dossier", "catalog_position", "number", "receiving_unit", "channel", "assisted", "offering", "anomalies", "origin", "root", "time_known", "day_only")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    number: str
    receiving_unit: str
    channel: Channel
    assisted: bool
    offering: OfferingFacts
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    origin: Origin
    root: str
    time_known: bool
    day_only: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., channel: _Optional[_Union[Channel, str]] = ..., assisted: _Optional[bool] = ..., offering: _Optional[_Union[OfferingFacts, _Mapping]] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., root: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ...) -> None: ...

class DossierAccepted(_message.Message):
    __slots__ = ("dossier", "catalog_position", "offering", "channel", "assisted", "promised", "due", "handling_unit", "officer", "anomalies", "root", "time_known", "calendar", "day_only", "backfilled", "unit")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    offering: OfferingFacts
    channel: Channel
    assisted: bool
    promised: Due
    due: Due
    handling_unit: str
    officer: str
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    root: str
    time_known: bool
    calendar: str
    day_only: bool
    backfilled: bool
    unit: str
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., offering: _Optional[_Union[OfferingFacts, _Mapping]] = ..., channel: _Optional[_Union[Channel, str]] = ..., assisted: _Optional[bool] = ..., promised: _Optional[_Union[Due, _Mapping]] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., root: _Optional[str] = ..., time_known: _Optional[bool] = ..., calendar: _Optional[str] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ..., unit: _Optional[str] = ...) -> None: ...

class DossierRefused(_message.Message):
    __slots__ = ("dossier", "catalog_position", "reason_code", "officer", "unit", "time_known", "after_acceptance", "day_only", "backfilled")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    reason_code: str
    officer: str
    unit: str
    time_known: bool
    after_acceptance: bool
    day_only: bool
    backfilled: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., time_known: _Optional[bool] = ..., after_acceptance: _Optional[bool] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ...) -> None: ...

class HandlingStarted(_message.Message):
    __slots__ = ("dossier", "catalog_position", "handling_unit", "officer", "time_known", "day_only", "backfilled")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    handling_unit: str
    officer: str
    time_known: bool
    day_only: bool
    backfilled: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ...) -> None: ...

class ResultRecorded(_message.Message):
    __slots__ = ("dossier", "catalog_position", "handling_unit", "officer", "due", "verdict", "electronic_result", "working_minutes", "anomalies", "time_known", "day_only", "backfilled", "unit")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    handling_unit: str
    officer: str
    due: Due
    verdict: Verdict
    electronic_result: bool
    working_minutes: int
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    time_known: bool
    day_only: bool
    backfilled: bool
    unit: str
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., electronic_result: _Optional[bool] = ..., working_minutes: _Optional[int] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ..., unit: _Optional[str] = ...) -> None: ...

class ResultReturned(_message.Message):
    __slots__ = ("dossier", "catalog_position", "returning_unit", "officer", "time_known", "ends", "handling_unit", "due", "verdict", "anomalies", "day_only", "backfilled")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    returning_unit: str
    officer: str
    time_known: bool
    ends: bool
    handling_unit: str
    due: Due
    verdict: Verdict
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    day_only: bool
    backfilled: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., returning_unit: _Optional[str] = ..., officer: _Optional[str] = ..., time_known: _Optional[bool] = ..., ends: _Optional[bool] = ..., handling_unit: _Optional[str] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ...) -> None: ...

class DossierWithdrawn(_message.Message):
    __slots__ = ("dossier", "catalog_position", "unit", "time_known", "after_acceptance", "day_only", "backfilled")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    unit: str
    time_known: bool
    after_acceptance: bool
    day_only: bool
    backfilled: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., unit: _Optional[str] = ..., time_known: _Optional[bool] = ..., after_acceptance: _Optional[bool] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ...) -> None: ...

class DossierStopped(_message.Message):
    __slots__ = ("dossier", "catalog_position", "reason_code", "officer", "unit", "time_known", "day_only", "backfilled")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    BACKFILLED_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    reason_code: str
    officer: str
    unit: str
    time_known: bool
    day_only: bool
    backfilled: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., backfilled: _Optional[bool] = ...) -> None: ...
