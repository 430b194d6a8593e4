import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Deadline(_message.Message):
    __slots__ = ("time", "date")
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class Dossier(_message.Message):
    __slots__ = ("name", "number", "status", "channel", "assisted", "receiving_unit", "handling_unit", "offering", "submit_time", "accept_time", "end_time", "promised", "due", "verdict", "anomalies", "origin", "position", "catalog_position", "etag", "day_only", "returning_unit")
    NAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    name: str
    number: str
    status: _events_pb2.Status
    channel: _events_pb2.Channel
    assisted: bool
    receiving_unit: str
    handling_unit: str
    offering: _events_pb2.OfferingFacts
    submit_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    promised: _events_pb2.Due
    due: _events_pb2.Due
    verdict: _events_pb2.Verdict
    anomalies: _containers.RepeatedScalarFieldContainer[_events_pb2.Anomaly]
    origin: _events_pb2.Origin
    position: int
    catalog_position: int
    etag: str
    day_only: _containers.RepeatedScalarFieldContainer[_events_pb2.Status]
    returning_unit: str
    def __init__(self, name: _Optional[str] = ..., number: _Optional[str] = ..., status: _Optional[_Union[_events_pb2.Status, str]] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., assisted: _Optional[bool] = ..., receiving_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., offering: _Optional[_Union[_events_pb2.OfferingFacts, _Mapping]] = ..., submit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., promised: _Optional[_Union[_events_pb2.Due, _Mapping]] = ..., due: _Optional[_Union[_events_pb2.Due, _Mapping]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., anomalies: _Optional[_Iterable[_Union[_events_pb2.Anomaly, str]]] = ..., origin: _Optional[_Union[_events_pb2.Origin, _Mapping]] = ..., position: _Optional[int] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., day_only: _Optional[_Iterable[_Union[_events_pb2.Status, str]]] = ..., returning_unit: _Optional[str] = ...) -> None: ...

class SubmitDossierRequest(_message.Message):
    __slots__ = ("offering", "receiving_unit", "channel", "assisted", "catalog_position", "root", "request_id")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    offering: str
    receiving_unit: str
    channel: _events_pb2.Channel
    assisted: bool
    catalog_position: int
    root: str
    request_id: str
    def __init__(self, offering: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., assisted: _Optional[bool] = ..., catalog_position: _Optional[int] = ..., root: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SubmitDossierResponse(_message.Message):
    __slots__ = ("dossier", "secret")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    dossier: Dossier
    secret: str
    def __init__(self, dossier: _Optional[_Union[Dossier, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class AcceptDossierRequest(_message.Message):
    __slots__ = ("name", "due", "handling_unit", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    due: Deadline
    handling_unit: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., due: _Optional[_Union[Deadline, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RefuseDossierRequest(_message.Message):
    __slots__ = ("name", "reason_code", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordResultRequest(_message.Message):
    __slots__ = ("name", "electronic_result", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    electronic_result: bool
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., electronic_result: _Optional[bool] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReturnResultRequest(_message.Message):
    __slots__ = ("name", "returning_unit", "officer", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    returning_unit: str
    officer: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., returning_unit: _Optional[str] = ..., officer: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawDossierRequest(_message.Message):
    __slots__ = ("name", "catalog_position", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    catalog_position: int
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetDossierRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class TrackDossierRequest(_message.Message):
    __slots__ = ("number", "secret")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    number: str
    secret: str
    def __init__(self, number: _Optional[str] = ..., secret: _Optional[str] = ...) -> None: ...

class TrackDossierResponse(_message.Message):
    __slots__ = ("number", "status", "submit_time", "accept_time", "end_time", "due")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    number: str
    status: _events_pb2.Status
    submit_time: _timestamp_pb2.Timestamp
    accept_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    due: _events_pb2.Due
    def __init__(self, number: _Optional[str] = ..., status: _Optional[_Union[_events_pb2.Status, str]] = ..., submit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due: _Optional[_Union[_events_pb2.Due, _Mapping]] = ...) -> None: ...

class Step(_message.Message):
    __slots__ = ("status", "time", "date", "unit", "officer", "reason_code", "electronic_result")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    status: _events_pb2.Status
    time: _timestamp_pb2.Timestamp
    date: _date_pb2.Date
    unit: str
    officer: str
    reason_code: str
    electronic_result: bool
    def __init__(self, status: _Optional[_Union[_events_pb2.Status, str]] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., unit: _Optional[str] = ..., officer: _Optional[str] = ..., reason_code: _Optional[str] = ..., electronic_result: _Optional[bool] = ...) -> None: ...

class DossierRecord(_message.Message):
    __slots__ = ("key", "offering", "receiving_unit", "handling_unit", "channel", "assisted", "due", "steps")
    KEY_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    key: str
    offering: str
    receiving_unit: str
    handling_unit: str
    channel: _events_pb2.Channel
    assisted: bool
    due: Deadline
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    def __init__(self, key: _Optional[str] = ..., offering: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., handling_unit: _Optional[str] = ..., channel: _Optional[_Union[_events_pb2.Channel, str]] = ..., assisted: _Optional[bool] = ..., due: _Optional[_Union[Deadline, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ...) -> None: ...

class BackfillDossiersRequest(_message.Message):
    __slots__ = ("source", "records", "catalog_position")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    source: str
    records: _containers.RepeatedCompositeFieldContainer[DossierRecord]
    catalog_position: int
    def __init__(self, source: _Optional[str] = ..., records: _Optional[_Iterable[_Union[DossierRecord, _Mapping]]] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class BackfillDossiersResponse(_message.Message):
    __slots__ = ("added", "known", "refused", "refusals", "anomalies", "position", "updated")
    class Refusal(_message.Message):
        __slots__ = ("source", "key", "reason", "field", "message_vi", "message_en")
        SOURCE_FIELD_NUMBER: _ClassVar[int]
        KEY_FIELD_NUMBER: _ClassVar[int]
        REASON_FIELD_NUMBER: _ClassVar[int]
        FIELD_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_VI_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
        source: str
        key: str
        reason: str
        field: str
        message_vi: str
        message_en: str
        def __init__(self, source: _Optional[str] = ..., key: _Optional[str] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., message_vi: _Optional[str] = ..., message_en: _Optional[str] = ...) -> None: ...
    class AnomaliesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ADDED_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    REFUSALS_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    added: int
    known: int
    refused: int
    refusals: _containers.RepeatedCompositeFieldContainer[BackfillDossiersResponse.Refusal]
    anomalies: _containers.ScalarMap[str, int]
    position: int
    updated: int
    def __init__(self, added: _Optional[int] = ..., known: _Optional[int] = ..., refused: _Optional[int] = ..., refusals: _Optional[_Iterable[_Union[BackfillDossiersResponse.Refusal, _Mapping]]] = ..., anomalies: _Optional[_Mapping[str, int]] = ..., position: _Optional[int] = ..., updated: _Optional[int] = ...) -> None: ...

class LevelDifference(_message.Message):
    __slots__ = ("dossier", "offering", "accept_time", "recorded_level", "known_level", "recorded_catalog_position", "known_catalog_position")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    RECORDED_LEVEL_FIELD_NUMBER: _ClassVar[int]
    KNOWN_LEVEL_FIELD_NUMBER: _ClassVar[int]
    RECORDED_CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    KNOWN_CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    offering: str
    accept_time: _timestamp_pb2.Timestamp
    recorded_level: int
    known_level: int
    recorded_catalog_position: int
    known_catalog_position: int
    def __init__(self, dossier: _Optional[str] = ..., offering: _Optional[str] = ..., accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., recorded_level: _Optional[int] = ..., known_level: _Optional[int] = ..., recorded_catalog_position: _Optional[int] = ..., known_catalog_position: _Optional[int] = ...) -> None: ...

class ListLevelDifferencesRequest(_message.Message):
    __slots__ = ("unit", "catalog_position", "page_size", "page_token")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    unit: str
    catalog_position: int
    page_size: int
    page_token: str
    def __init__(self, unit: _Optional[str] = ..., catalog_position: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLevelDifferencesResponse(_message.Message):
    __slots__ = ("differences", "next_page_token", "catalog_position")
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    differences: _containers.RepeatedCompositeFieldContainer[LevelDifference]
    next_page_token: str
    catalog_position: int
    def __init__(self, differences: _Optional[_Iterable[_Union[LevelDifference, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...
