import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.chassis.v1 import tree_heads_pb2 as _tree_heads_pb2
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

class Decision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DECISION_UNSPECIFIED: _ClassVar[Decision]
    DECISION_POSITIVE: _ClassVar[Decision]
    DECISION_NEGATIVE: _ClassVar[Decision]

class PauseCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAUSE_CAUSE_UNSPECIFIED: _ClassVar[PauseCause]
    PAUSE_CAUSE_SUPPLEMENT: _ClassVar[PauseCause]
    PAUSE_CAUSE_OBLIGATION: _ClassVar[PauseCause]

class TransferCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRANSFER_CAUSE_UNSPECIFIED: _ClassVar[TransferCause]
    TRANSFER_CAUSE_DECISION: _ClassVar[TransferCause]
    TRANSFER_CAUSE_MERGER: _ClassVar[TransferCause]
    TRANSFER_CAUSE_SPLIT: _ClassVar[TransferCause]
    TRANSFER_CAUSE_RECORD: _ClassVar[TransferCause]

class PaymentPurpose(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYMENT_PURPOSE_UNSPECIFIED: _ClassVar[PaymentPurpose]
    PAYMENT_PURPOSE_FEE: _ClassVar[PaymentPurpose]
    PAYMENT_PURPOSE_OBLIGATION: _ClassVar[PaymentPurpose]

class ErasureCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERASURE_CAUSE_UNSPECIFIED: _ClassVar[ErasureCause]
    ERASURE_CAUSE_ORDER: _ClassVar[ErasureCause]
    ERASURE_CAUSE_RETENTION: _ClassVar[ErasureCause]

class Population(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POPULATION_UNSPECIFIED: _ClassVar[Population]
    POPULATION_SUBMITTED: _ClassVar[Population]
    POPULATION_ACCEPTED: _ClassVar[Population]
    POPULATION_ENDED: _ClassVar[Population]
    POPULATION_RATED: _ClassVar[Population]
    POPULATION_PETITION: _ClassVar[Population]

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
DECISION_UNSPECIFIED: Decision
DECISION_POSITIVE: Decision
DECISION_NEGATIVE: Decision
PAUSE_CAUSE_UNSPECIFIED: PauseCause
PAUSE_CAUSE_SUPPLEMENT: PauseCause
PAUSE_CAUSE_OBLIGATION: PauseCause
TRANSFER_CAUSE_UNSPECIFIED: TransferCause
TRANSFER_CAUSE_DECISION: TransferCause
TRANSFER_CAUSE_MERGER: TransferCause
TRANSFER_CAUSE_SPLIT: TransferCause
TRANSFER_CAUSE_RECORD: TransferCause
PAYMENT_PURPOSE_UNSPECIFIED: PaymentPurpose
PAYMENT_PURPOSE_FEE: PaymentPurpose
PAYMENT_PURPOSE_OBLIGATION: PaymentPurpose
ERASURE_CAUSE_UNSPECIFIED: ErasureCause
ERASURE_CAUSE_ORDER: ErasureCause
ERASURE_CAUSE_RETENTION: ErasureCause
POPULATION_UNSPECIFIED: Population
POPULATION_SUBMITTED: Population
POPULATION_ACCEPTED: Population
POPULATION_ENDED: Population
POPULATION_RATED: Population
POPULATION_PETITION: Population
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

class Duration(_message.Message):
    __slots__ = ("amount", "unit")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    amount: int
    unit: _events_pb2.TimeUnit
    def __init__(self, amount: _Optional[int] = ..., unit: _Optional[_Union[_events_pb2.TimeUnit, str]] = ...) -> None: ...

class DeadlineFacts(_message.Message):
    __slots__ = ("promised", "due", "computed", "extended", "duration", "policy", "policy_recorded", "calendar", "calendar_version", "start_time", "remind_time", "due_recorded", "rule_recorded")
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    POLICY_RECORDED_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    REMIND_TIME_FIELD_NUMBER: _ClassVar[int]
    DUE_RECORDED_FIELD_NUMBER: _ClassVar[int]
    RULE_RECORDED_FIELD_NUMBER: _ClassVar[int]
    promised: Due
    due: Due
    computed: Due
    extended: Due
    duration: Duration
    policy: _events_pb2.PausePolicy
    policy_recorded: bool
    calendar: str
    calendar_version: int
    start_time: _timestamp_pb2.Timestamp
    remind_time: _timestamp_pb2.Timestamp
    due_recorded: bool
    rule_recorded: bool
    def __init__(self, promised: _Optional[_Union[Due, _Mapping]] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., computed: _Optional[_Union[Due, _Mapping]] = ..., extended: _Optional[_Union[Due, _Mapping]] = ..., duration: _Optional[_Union[Duration, _Mapping]] = ..., policy: _Optional[_Union[_events_pb2.PausePolicy, str]] = ..., policy_recorded: _Optional[bool] = ..., calendar: _Optional[str] = ..., calendar_version: _Optional[int] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., remind_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_recorded: _Optional[bool] = ..., rule_recorded: _Optional[bool] = ...) -> None: ...

class Pause(_message.Message):
    __slots__ = ("start_time", "end_time", "cause", "working_minutes")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    cause: PauseCause
    working_minutes: int
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cause: _Optional[_Union[PauseCause, str]] = ..., working_minutes: _Optional[int] = ...) -> None: ...

class OfferingFacts(_message.Message):
    __slots__ = ("offering", "service", "unit", "service_version", "level", "extent", "level_rule", "written_result", "eligible_full", "fee", "effective_time", "field", "retention_years")
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
    FIELD_FIELD_NUMBER: _ClassVar[int]
    RETENTION_YEARS_FIELD_NUMBER: _ClassVar[int]
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
    field: str
    retention_years: int
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., service_version: _Optional[int] = ..., level: _Optional[int] = ..., extent: _Optional[_Union[_events_pb2.Extent, str]] = ..., level_rule: _Optional[str] = ..., written_result: _Optional[bool] = ..., eligible_full: _Optional[bool] = ..., fee: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., field: _Optional[str] = ..., retention_years: _Optional[int] = ...) -> None: ...

class DossierSubmitted(_message.Message):
    __slots__ = ("dossier", "catalog_position", "number", "receiving_unit", "channel", "assisted", "offering", "anomalies", "root", "portal", "task", "documents", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    number: str
    receiving_unit: str
    channel: Channel
    assisted: bool
    offering: OfferingFacts
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    root: str
    portal: str
    task: str
    documents: _containers.RepeatedScalarFieldContainer[str]
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., channel: _Optional[_Union[Channel, str]] = ..., assisted: _Optional[bool] = ..., offering: _Optional[_Union[OfferingFacts, _Mapping]] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., root: _Optional[str] = ..., portal: _Optional[str] = ..., task: _Optional[str] = ..., documents: _Optional[_Iterable[str]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierAccepted(_message.Message):
    __slots__ = ("dossier", "catalog_position", "offering", "channel", "assisted", "deadline", "handling_unit", "officer", "unit", "task", "anomalies", "root", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    offering: OfferingFacts
    channel: Channel
    assisted: bool
    deadline: DeadlineFacts
    handling_unit: str
    officer: str
    unit: str
    task: str
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    root: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., offering: _Optional[_Union[OfferingFacts, _Mapping]] = ..., channel: _Optional[_Union[Channel, str]] = ..., assisted: _Optional[bool] = ..., deadline: _Optional[_Union[DeadlineFacts, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., root: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class DossierRefused(_message.Message):
    __slots__ = ("dossier", "catalog_position", "reason_code", "handling_unit", "officer", "unit", "task", "after_acceptance", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    reason_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    after_acceptance: bool
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., after_acceptance: _Optional[bool] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class HandlingStarted(_message.Message):
    __slots__ = ("dossier", "catalog_position", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class SupplementRequested(_message.Message):
    __slots__ = ("dossier", "catalog_position", "number", "after_acceptance", "reason_code", "documents", "answer_until", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    ANSWER_UNTIL_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    number: int
    after_acceptance: bool
    reason_code: str
    documents: _containers.RepeatedScalarFieldContainer[str]
    answer_until: Due
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[int] = ..., after_acceptance: _Optional[bool] = ..., reason_code: _Optional[str] = ..., documents: _Optional[_Iterable[str]] = ..., answer_until: _Optional[_Union[Due, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class SupplementAnswered(_message.Message):
    __slots__ = ("dossier", "catalog_position", "number", "after_acceptance", "pause", "deadline", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    PAUSE_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    number: int
    after_acceptance: bool
    pause: Pause
    deadline: DeadlineFacts
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[int] = ..., after_acceptance: _Optional[bool] = ..., pause: _Optional[_Union[Pause, _Mapping]] = ..., deadline: _Optional[_Union[DeadlineFacts, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class ObligationRequested(_message.Message):
    __slots__ = ("dossier", "catalog_position", "number", "amount", "reason_code", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    number: int
    amount: int
    reason_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[int] = ..., amount: _Optional[int] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class ObligationMet(_message.Message):
    __slots__ = ("dossier", "catalog_position", "number", "waived", "reason_code", "pause", "deadline", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    WAIVED_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PAUSE_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    number: int
    waived: bool
    reason_code: str
    pause: Pause
    deadline: DeadlineFacts
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., number: _Optional[int] = ..., waived: _Optional[bool] = ..., reason_code: _Optional[str] = ..., pause: _Optional[_Union[Pause, _Mapping]] = ..., deadline: _Optional[_Union[DeadlineFacts, _Mapping]] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class ResultRecorded(_message.Message):
    __slots__ = ("dossier", "catalog_position", "handling_unit", "officer", "unit", "task", "due", "verdict", "decision", "reason_code", "electronic_result", "working_minutes", "minutes_calendar_version", "anomalies", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MINUTES_CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    handling_unit: str
    officer: str
    unit: str
    task: str
    due: Due
    verdict: Verdict
    decision: Decision
    reason_code: str
    electronic_result: bool
    working_minutes: int
    minutes_calendar_version: int
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., decision: _Optional[_Union[Decision, str]] = ..., reason_code: _Optional[str] = ..., electronic_result: _Optional[bool] = ..., working_minutes: _Optional[int] = ..., minutes_calendar_version: _Optional[int] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class ResultReturned(_message.Message):
    __slots__ = ("dossier", "catalog_position", "returning_unit", "delivery_channel", "ends", "handling_unit", "officer", "unit", "task", "due", "verdict", "decision", "reason_code", "electronic_result", "working_minutes", "minutes_calendar_version", "anomalies", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MINUTES_CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    returning_unit: str
    delivery_channel: Channel
    ends: bool
    handling_unit: str
    officer: str
    unit: str
    task: str
    due: Due
    verdict: Verdict
    decision: Decision
    reason_code: str
    electronic_result: bool
    working_minutes: int
    minutes_calendar_version: int
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., returning_unit: _Optional[str] = ..., delivery_channel: _Optional[_Union[Channel, str]] = ..., ends: _Optional[bool] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., decision: _Optional[_Union[Decision, str]] = ..., reason_code: _Optional[str] = ..., electronic_result: _Optional[bool] = ..., working_minutes: _Optional[int] = ..., minutes_calendar_version: _Optional[int] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class DossierWithdrawn(_message.Message):
    __slots__ = ("dossier", "catalog_position", "handling_unit", "after_acceptance", "reason_code", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    handling_unit: str
    after_acceptance: bool
    reason_code: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., handling_unit: _Optional[str] = ..., after_acceptance: _Optional[bool] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class DossierStopped(_message.Message):
    __slots__ = ("dossier", "catalog_position", "reason_code", "handling_unit", "after_acceptance", "officer", "unit", "task", "time_known", "day_only", "origin", "late")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    reason_code: str
    handling_unit: str
    after_acceptance: bool
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    late: bool
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., after_acceptance: _Optional[bool] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., late: _Optional[bool] = ...) -> None: ...

class DossierAssigned(_message.Message):
    __slots__ = ("dossier", "catalog_position", "assignee", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    assignee: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., assignee: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierTransferred(_message.Message):
    __slots__ = ("dossier", "catalog_position", "from_unit", "to_unit", "cause", "effective_time", "reason_code", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    FROM_UNIT_FIELD_NUMBER: _ClassVar[int]
    TO_UNIT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    from_unit: str
    to_unit: str
    cause: TransferCause
    effective_time: _timestamp_pb2.Timestamp
    reason_code: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., from_unit: _Optional[str] = ..., to_unit: _Optional[str] = ..., cause: _Optional[_Union[TransferCause, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DueExtended(_message.Message):
    __slots__ = ("dossier", "catalog_position", "deadline", "reason_code", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    deadline: DeadlineFacts
    reason_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., deadline: _Optional[_Union[DeadlineFacts, _Mapping]] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class PaymentRecorded(_message.Message):
    __slots__ = ("dossier", "catalog_position", "payment", "purpose", "online", "amount", "provider", "provider_reference", "paid_online", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAID_ONLINE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    payment: str
    purpose: PaymentPurpose
    online: bool
    amount: int
    provider: str
    provider_reference: str
    paid_online: bool
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., payment: _Optional[str] = ..., purpose: _Optional[_Union[PaymentPurpose, str]] = ..., online: _Optional[bool] = ..., amount: _Optional[int] = ..., provider: _Optional[str] = ..., provider_reference: _Optional[str] = ..., paid_online: _Optional[bool] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class PaymentRefunded(_message.Message):
    __slots__ = ("dossier", "catalog_position", "payment", "amount", "whole", "provider_reference", "paid_online", "reason_code", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    WHOLE_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PAID_ONLINE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    payment: str
    amount: int
    whole: bool
    provider_reference: str
    paid_online: bool
    reason_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., payment: _Optional[str] = ..., amount: _Optional[int] = ..., whole: _Optional[bool] = ..., provider_reference: _Optional[str] = ..., paid_online: _Optional[bool] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class FeeWaived(_message.Message):
    __slots__ = ("dossier", "catalog_position", "reason_code", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    reason_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierRated(_message.Message):
    __slots__ = ("dossier", "catalog_position", "value", "first_rated_time", "handling_unit", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    FIRST_RATED_TIME_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    value: int
    first_rated_time: _timestamp_pb2.Timestamp
    handling_unit: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., value: _Optional[int] = ..., first_rated_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., handling_unit: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierArchived(_message.Message):
    __slots__ = ("dossier", "catalog_position", "archive_code", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    archive_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., archive_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class PaperFileHandedOver(_message.Message):
    __slots__ = ("dossier", "catalog_position", "archive", "list_code", "record_code", "archive_code", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    LIST_CODE_FIELD_NUMBER: _ClassVar[int]
    RECORD_CODE_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    archive: str
    list_code: str
    record_code: str
    archive_code: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., archive: _Optional[str] = ..., list_code: _Optional[str] = ..., record_code: _Optional[str] = ..., archive_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierLinked(_message.Message):
    __slots__ = ("dossier", "catalog_position", "root", "handling_unit", "officer", "unit", "task", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    root: str
    handling_unit: str
    officer: str
    unit: str
    task: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., root: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., task: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class CorrectedFact(_message.Message):
    __slots__ = ("version", "time", "submitted", "accepted", "refused", "handling_started", "supplement_requested", "supplement_answered", "obligation_requested", "obligation_met", "result_recorded", "result_returned", "withdrawn", "stopped", "assigned", "transferred", "due_extended", "payment_recorded", "payment_refunded", "fee_waived", "rated", "archived", "linked", "voided", "paper_file_handed_over")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    HANDLING_STARTED_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_ANSWERED_FIELD_NUMBER: _ClassVar[int]
    OBLIGATION_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    OBLIGATION_MET_FIELD_NUMBER: _ClassVar[int]
    RESULT_RECORDED_FIELD_NUMBER: _ClassVar[int]
    RESULT_RETURNED_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    STOPPED_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    TRANSFERRED_FIELD_NUMBER: _ClassVar[int]
    DUE_EXTENDED_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_RECORDED_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_REFUNDED_FIELD_NUMBER: _ClassVar[int]
    FEE_WAIVED_FIELD_NUMBER: _ClassVar[int]
    RATED_FIELD_NUMBER: _ClassVar[int]
    ARCHIVED_FIELD_NUMBER: _ClassVar[int]
    LINKED_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    PAPER_FILE_HANDED_OVER_FIELD_NUMBER: _ClassVar[int]
    version: int
    time: _timestamp_pb2.Timestamp
    submitted: DossierSubmitted
    accepted: DossierAccepted
    refused: DossierRefused
    handling_started: HandlingStarted
    supplement_requested: SupplementRequested
    supplement_answered: SupplementAnswered
    obligation_requested: ObligationRequested
    obligation_met: ObligationMet
    result_recorded: ResultRecorded
    result_returned: ResultReturned
    withdrawn: DossierWithdrawn
    stopped: DossierStopped
    assigned: DossierAssigned
    transferred: DossierTransferred
    due_extended: DueExtended
    payment_recorded: PaymentRecorded
    payment_refunded: PaymentRefunded
    fee_waived: FeeWaived
    rated: DossierRated
    archived: DossierArchived
    linked: DossierLinked
    voided: DossierVoided
    paper_file_handed_over: PaperFileHandedOver
    def __init__(self, version: _Optional[int] = ..., time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., submitted: _Optional[_Union[DossierSubmitted, _Mapping]] = ..., accepted: _Optional[_Union[DossierAccepted, _Mapping]] = ..., refused: _Optional[_Union[DossierRefused, _Mapping]] = ..., handling_started: _Optional[_Union[HandlingStarted, _Mapping]] = ..., supplement_requested: _Optional[_Union[SupplementRequested, _Mapping]] = ..., supplement_answered: _Optional[_Union[SupplementAnswered, _Mapping]] = ..., obligation_requested: _Optional[_Union[ObligationRequested, _Mapping]] = ..., obligation_met: _Optional[_Union[ObligationMet, _Mapping]] = ..., result_recorded: _Optional[_Union[ResultRecorded, _Mapping]] = ..., result_returned: _Optional[_Union[ResultReturned, _Mapping]] = ..., withdrawn: _Optional[_Union[DossierWithdrawn, _Mapping]] = ..., stopped: _Optional[_Union[DossierStopped, _Mapping]] = ..., assigned: _Optional[_Union[DossierAssigned, _Mapping]] = ..., transferred: _Optional[_Union[DossierTransferred, _Mapping]] = ..., due_extended: _Optional[_Union[DueExtended, _Mapping]] = ..., payment_recorded: _Optional[_Union[PaymentRecorded, _Mapping]] = ..., payment_refunded: _Optional[_Union[PaymentRefunded, _Mapping]] = ..., fee_waived: _Optional[_Union[FeeWaived, _Mapping]] = ..., rated: _Optional[_Union[DossierRated, _Mapping]] = ..., archived: _Optional[_Union[DossierArchived, _Mapping]] = ..., linked: _Optional[_Union[DossierLinked, _Mapping]] = ..., voided: _Optional[_Union[DossierVoided, _Mapping]] = ..., paper_file_handed_over: _Optional[_Union[PaperFileHandedOver, _Mapping]] = ...) -> None: ...

class FactTime(_message.Message):
    __slots__ = ("time", "time_known", "day_only")
    TIME_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    time: _timestamp_pb2.Timestamp
    time_known: bool
    day_only: bool
    def __init__(self, time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ...) -> None: ...

class DossierPeriod(_message.Message):
    __slots__ = ("start_time", "status", "handling_unit", "assignee", "after_acceptance")
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    AFTER_ACCEPTANCE_FIELD_NUMBER: _ClassVar[int]
    start_time: _timestamp_pb2.Timestamp
    status: Status
    handling_unit: str
    assignee: str
    after_acceptance: bool
    def __init__(self, start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., status: _Optional[_Union[Status, str]] = ..., handling_unit: _Optional[str] = ..., assignee: _Optional[str] = ..., after_acceptance: _Optional[bool] = ...) -> None: ...

class RatingFacts(_message.Message):
    __slots__ = ("value", "first_rated_time", "handling_unit")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    FIRST_RATED_TIME_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    value: int
    first_rated_time: _timestamp_pb2.Timestamp
    handling_unit: str
    def __init__(self, value: _Optional[int] = ..., first_rated_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., handling_unit: _Optional[str] = ...) -> None: ...

class DossierFacts(_message.Message):
    __slots__ = ("number", "root", "origin", "portal", "receiving_unit", "channel", "assisted", "offering", "status", "voided", "submitted", "accepted", "ended", "closed", "handling_unit", "returning_unit", "assignee", "deadline", "verdict", "decision", "electronic_result", "working_minutes", "minutes_calendar_version", "anomalies", "supplement_requests", "pauses", "waiting_since", "fee_waived", "paid_online", "rating", "periods")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    PORTAL_FIELD_NUMBER: _ClassVar[int]
    RECEIVING_UNIT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VOIDED_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    CLOSED_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    RETURNING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    MINUTES_CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    ANOMALIES_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENT_REQUESTS_FIELD_NUMBER: _ClassVar[int]
    PAUSES_FIELD_NUMBER: _ClassVar[int]
    WAITING_SINCE_FIELD_NUMBER: _ClassVar[int]
    FEE_WAIVED_FIELD_NUMBER: _ClassVar[int]
    PAID_ONLINE_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    PERIODS_FIELD_NUMBER: _ClassVar[int]
    number: str
    root: str
    origin: Origin
    portal: str
    receiving_unit: str
    channel: Channel
    assisted: bool
    offering: OfferingFacts
    status: Status
    voided: bool
    submitted: FactTime
    accepted: FactTime
    ended: FactTime
    closed: FactTime
    handling_unit: str
    returning_unit: str
    assignee: str
    deadline: DeadlineFacts
    verdict: Verdict
    decision: Decision
    electronic_result: bool
    working_minutes: int
    minutes_calendar_version: int
    anomalies: _containers.RepeatedScalarFieldContainer[Anomaly]
    supplement_requests: int
    pauses: _containers.RepeatedCompositeFieldContainer[Pause]
    waiting_since: _timestamp_pb2.Timestamp
    fee_waived: bool
    paid_online: bool
    rating: RatingFacts
    periods: _containers.RepeatedCompositeFieldContainer[DossierPeriod]
    def __init__(self, number: _Optional[str] = ..., root: _Optional[str] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., portal: _Optional[str] = ..., receiving_unit: _Optional[str] = ..., channel: _Optional[_Union[Channel, str]] = ..., assisted: _Optional[bool] = ..., offering: _Optional[_Union[OfferingFacts, _Mapping]] = ..., status: _Optional[_Union[Status, str]] = ..., voided: _Optional[bool] = ..., submitted: _Optional[_Union[FactTime, _Mapping]] = ..., accepted: _Optional[_Union[FactTime, _Mapping]] = ..., ended: _Optional[_Union[FactTime, _Mapping]] = ..., closed: _Optional[_Union[FactTime, _Mapping]] = ..., handling_unit: _Optional[str] = ..., returning_unit: _Optional[str] = ..., assignee: _Optional[str] = ..., deadline: _Optional[_Union[DeadlineFacts, _Mapping]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., decision: _Optional[_Union[Decision, str]] = ..., electronic_result: _Optional[bool] = ..., working_minutes: _Optional[int] = ..., minutes_calendar_version: _Optional[int] = ..., anomalies: _Optional[_Iterable[_Union[Anomaly, str]]] = ..., supplement_requests: _Optional[int] = ..., pauses: _Optional[_Iterable[_Union[Pause, _Mapping]]] = ..., waiting_since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., fee_waived: _Optional[bool] = ..., paid_online: _Optional[bool] = ..., rating: _Optional[_Union[RatingFacts, _Mapping]] = ..., periods: _Optional[_Iterable[_Union[DossierPeriod, _Mapping]]] = ...) -> None: ...

class DossierCorrected(_message.Message):
    __slots__ = ("dossier", "catalog_position", "version", "instead", "restated", "facts", "reason_code", "officer", "unit", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    INSTEAD_FIELD_NUMBER: _ClassVar[int]
    RESTATED_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    version: int
    instead: CorrectedFact
    restated: _containers.RepeatedCompositeFieldContainer[CorrectedFact]
    facts: DossierFacts
    reason_code: str
    officer: str
    unit: str
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., version: _Optional[int] = ..., instead: _Optional[_Union[CorrectedFact, _Mapping]] = ..., restated: _Optional[_Iterable[_Union[CorrectedFact, _Mapping]]] = ..., facts: _Optional[_Union[DossierFacts, _Mapping]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierVoided(_message.Message):
    __slots__ = ("dossier", "catalog_position", "reason_code", "handling_unit", "officer", "unit", "time_known", "day_only", "origin")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    TIME_KNOWN_FIELD_NUMBER: _ClassVar[int]
    DAY_ONLY_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    reason_code: str
    handling_unit: str
    officer: str
    unit: str
    time_known: bool
    day_only: bool
    origin: Origin
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., handling_unit: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., time_known: _Optional[bool] = ..., day_only: _Optional[bool] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ...) -> None: ...

class DossierErased(_message.Message):
    __slots__ = ("dossier", "catalog_position", "cause", "reason_code", "officer", "unit")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    cause: ErasureCause
    reason_code: str
    officer: str
    unit: str
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., cause: _Optional[_Union[ErasureCause, str]] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...

class DueApproached(_message.Message):
    __slots__ = ("dossier", "catalog_position", "due", "handling_unit", "assignee")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    due: Due
    handling_unit: str
    assignee: str
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., handling_unit: _Optional[str] = ..., assignee: _Optional[str] = ...) -> None: ...

class DuePassed(_message.Message):
    __slots__ = ("dossier", "catalog_position", "due", "extended", "handling_unit", "assignee")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    due: Due
    extended: Due
    handling_unit: str
    assignee: str
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., due: _Optional[_Union[Due, _Mapping]] = ..., extended: _Optional[_Union[Due, _Mapping]] = ..., handling_unit: _Optional[str] = ..., assignee: _Optional[str] = ...) -> None: ...

class ExtensionPassed(_message.Message):
    __slots__ = ("dossier", "catalog_position", "extended", "handling_unit", "assignee")
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_FIELD_NUMBER: _ClassVar[int]
    HANDLING_UNIT_FIELD_NUMBER: _ClassVar[int]
    ASSIGNEE_FIELD_NUMBER: _ClassVar[int]
    dossier: str
    catalog_position: int
    extended: Due
    handling_unit: str
    assignee: str
    def __init__(self, dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., extended: _Optional[_Union[Due, _Mapping]] = ..., handling_unit: _Optional[str] = ..., assignee: _Optional[str] = ...) -> None: ...

class CountRecorded(_message.Message):
    __slots__ = ("count", "catalog_position", "origin", "unit", "service", "field", "start_time", "end_time", "population", "n", "residual", "channel", "assisted", "level", "verdict", "written_result", "electronic_result", "rating")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    POPULATION_FIELD_NUMBER: _ClassVar[int]
    N_FIELD_NUMBER: _ClassVar[int]
    RESIDUAL_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ASSISTED_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELECTRONIC_RESULT_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    count: str
    catalog_position: int
    origin: Origin
    unit: str
    service: str
    field: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    population: Population
    n: int
    residual: bool
    channel: Channel
    assisted: bool
    level: int
    verdict: Verdict
    written_result: bool
    electronic_result: bool
    rating: int
    def __init__(self, count: _Optional[str] = ..., catalog_position: _Optional[int] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., field: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., population: _Optional[_Union[Population, str]] = ..., n: _Optional[int] = ..., residual: _Optional[bool] = ..., channel: _Optional[_Union[Channel, str]] = ..., assisted: _Optional[bool] = ..., level: _Optional[int] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., written_result: _Optional[bool] = ..., electronic_result: _Optional[bool] = ..., rating: _Optional[int] = ...) -> None: ...

class StandardRecorded(_message.Message):
    __slots__ = ("standard", "catalog_position", "origin", "unit", "service", "field", "code", "start_time", "end_time", "volume", "met", "target_numerator", "target_denominator")
    STANDARD_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    MET_FIELD_NUMBER: _ClassVar[int]
    TARGET_NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    TARGET_DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    standard: str
    catalog_position: int
    origin: Origin
    unit: str
    service: str
    field: str
    code: str
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    volume: int
    met: int
    target_numerator: int
    target_denominator: int
    def __init__(self, standard: _Optional[str] = ..., catalog_position: _Optional[int] = ..., origin: _Optional[_Union[Origin, _Mapping]] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., field: _Optional[str] = ..., code: _Optional[str] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., volume: _Optional[int] = ..., met: _Optional[int] = ..., target_numerator: _Optional[int] = ..., target_denominator: _Optional[int] = ...) -> None: ...

class CountOverlapped(_message.Message):
    __slots__ = ("count", "catalog_position", "dossier")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    count: str
    catalog_position: int
    dossier: str
    def __init__(self, count: _Optional[str] = ..., catalog_position: _Optional[int] = ..., dossier: _Optional[str] = ...) -> None: ...

class CountOverlapEnded(_message.Message):
    __slots__ = ("count", "catalog_position")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    count: str
    catalog_position: int
    def __init__(self, count: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class SourceBound(_message.Message):
    __slots__ = ("source", "catalog_position", "units", "reason")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    source: str
    catalog_position: int
    units: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    def __init__(self, source: _Optional[str] = ..., catalog_position: _Optional[int] = ..., units: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ...) -> None: ...

class SourceReleased(_message.Message):
    __slots__ = ("source", "catalog_position", "reason")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    source: str
    catalog_position: int
    reason: str
    def __init__(self, source: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class TreeHeadSigned(_message.Message):
    __slots__ = ("head",)
    HEAD_FIELD_NUMBER: _ClassVar[int]
    head: _tree_heads_pb2.TreeHead
    def __init__(self, head: _Optional[_Union[_tree_heads_pb2.TreeHead, _Mapping]] = ...) -> None: ...
