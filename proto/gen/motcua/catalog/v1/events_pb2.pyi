import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.chassis.v1 import tree_heads_pb2 as _tree_heads_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Capability(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPABILITY_UNSPECIFIED: _ClassVar[Capability]
    CAPABILITY_INFO_STEPS: _ClassVar[Capability]
    CAPABILITY_INFO_DOCUMENTS: _ClassVar[Capability]
    CAPABILITY_INFO_DEADLINE: _ClassVar[Capability]
    CAPABILITY_INFO_AUTHORITY: _ClassVar[Capability]
    CAPABILITY_INFO_FEES: _ClassVar[Capability]
    CAPABILITY_INFO_RESULT: _ClassVar[Capability]
    CAPABILITY_INFO_LEGAL_BASIS: _ClassVar[Capability]
    CAPABILITY_FORMS_DOWNLOAD: _ClassVar[Capability]
    CAPABILITY_FILE_OFFLINE: _ClassVar[Capability]
    CAPABILITY_FORMS_ONLINE: _ClassVar[Capability]
    CAPABILITY_FILE_ONLINE: _ClassVar[Capability]
    CAPABILITY_HANDLE_ONLINE: _ClassVar[Capability]
    CAPABILITY_PAY_ONLINE: _ClassVar[Capability]
    CAPABILITY_RESULT_ONLINE: _ClassVar[Capability]
    CAPABILITY_RESULT_POST: _ClassVar[Capability]
    CAPABILITY_RESULT_IN_PERSON: _ClassVar[Capability]
    CAPABILITY_REGISTER_ONLINE: _ClassVar[Capability]
    CAPABILITY_AUTHENTICATE_ONLINE: _ClassVar[Capability]
    CAPABILITY_DECIDE_ONLINE: _ClassVar[Capability]
    CAPABILITY_FEEDBACK_ONLINE: _ClassVar[Capability]

class CapabilityState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CAPABILITY_STATE_UNSPECIFIED: _ClassVar[CapabilityState]
    CAPABILITY_STATE_YES: _ClassVar[CapabilityState]
    CAPABILITY_STATE_NO: _ClassVar[CapabilityState]
    CAPABILITY_STATE_NOT_APPLICABLE: _ClassVar[CapabilityState]
    CAPABILITY_STATE_UNKNOWN: _ClassVar[CapabilityState]

class Extent(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXTENT_UNSPECIFIED: _ClassVar[Extent]
    EXTENT_NONE: _ClassVar[Extent]
    EXTENT_PARTIAL: _ClassVar[Extent]
    EXTENT_FULL: _ClassVar[Extent]
    EXTENT_UNKNOWN: _ClassVar[Extent]

class Verdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_UNSPECIFIED: _ClassVar[Verdict]
    VERDICT_FULLY_ONLINE: _ClassVar[Verdict]
    VERDICT_NOT_FULLY_ONLINE: _ClassVar[Verdict]
    VERDICT_UNKNOWN: _ClassVar[Verdict]
    VERDICT_NO_POINTS: _ClassVar[Verdict]

class Channel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANNEL_UNSPECIFIED: _ClassVar[Channel]
    CHANNEL_ONLINE: _ClassVar[Channel]
    CHANNEL_IN_PERSON: _ClassVar[Channel]
    CHANNEL_POST: _ClassVar[Channel]
    CHANNEL_EMAIL: _ClassVar[Channel]
    CHANNEL_PHONE: _ClassVar[Channel]
    CHANNEL_OTHER: _ClassVar[Channel]

class TimeUnit(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TIME_UNIT_UNSPECIFIED: _ClassVar[TimeUnit]
    TIME_UNIT_WORKING_HOUR: _ClassVar[TimeUnit]
    TIME_UNIT_WORKING_DAY: _ClassVar[TimeUnit]
    TIME_UNIT_CALENDAR_DAY: _ClassVar[TimeUnit]
    TIME_UNIT_MONTH: _ClassVar[TimeUnit]

class PausePolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAUSE_POLICY_UNSPECIFIED: _ClassVar[PausePolicy]
    PAUSE_POLICY_SHIFT: _ClassVar[PausePolicy]
    PAUSE_POLICY_RESTART: _ClassVar[PausePolicy]
    PAUSE_POLICY_SUBTRACT: _ClassVar[PausePolicy]

class Duty(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DUTY_UNSPECIFIED: _ClassVar[Duty]
    DUTY_LEADER: _ClassVar[Duty]
    DUTY_OFFICER: _ClassVar[Duty]

class OfferingRule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OFFERING_RULE_UNSPECIFIED: _ClassVar[OfferingRule]
    OFFERING_RULE_CLOSE: _ClassVar[OfferingRule]
    OFFERING_RULE_FOLLOW: _ClassVar[OfferingRule]

class DayKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DAY_KIND_UNSPECIFIED: _ClassVar[DayKind]
    DAY_KIND_HOLIDAY: _ClassVar[DayKind]
    DAY_KIND_COMPENSATION: _ClassVar[DayKind]
    DAY_KIND_SWAPPED_WORKING: _ClassVar[DayKind]
    DAY_KIND_SWAPPED_OFF: _ClassVar[DayKind]
    DAY_KIND_CLOSURE: _ClassVar[DayKind]

class ClosingCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CLOSING_CAUSE_UNSPECIFIED: _ClassVar[ClosingCause]
    CLOSING_CAUSE_DECIDED: _ClassVar[ClosingCause]
    CLOSING_CAUSE_UNIT_ENDED: _ClassVar[ClosingCause]
    CLOSING_CAUSE_SERVICE_RETIRED: _ClassVar[ClosingCause]
CAPABILITY_UNSPECIFIED: Capability
CAPABILITY_INFO_STEPS: Capability
CAPABILITY_INFO_DOCUMENTS: Capability
CAPABILITY_INFO_DEADLINE: Capability
CAPABILITY_INFO_AUTHORITY: Capability
CAPABILITY_INFO_FEES: Capability
CAPABILITY_INFO_RESULT: Capability
CAPABILITY_INFO_LEGAL_BASIS: Capability
CAPABILITY_FORMS_DOWNLOAD: Capability
CAPABILITY_FILE_OFFLINE: Capability
CAPABILITY_FORMS_ONLINE: Capability
CAPABILITY_FILE_ONLINE: Capability
CAPABILITY_HANDLE_ONLINE: Capability
CAPABILITY_PAY_ONLINE: Capability
CAPABILITY_RESULT_ONLINE: Capability
CAPABILITY_RESULT_POST: Capability
CAPABILITY_RESULT_IN_PERSON: Capability
CAPABILITY_REGISTER_ONLINE: Capability
CAPABILITY_AUTHENTICATE_ONLINE: Capability
CAPABILITY_DECIDE_ONLINE: Capability
CAPABILITY_FEEDBACK_ONLINE: Capability
CAPABILITY_STATE_UNSPECIFIED: CapabilityState
CAPABILITY_STATE_YES: CapabilityState
CAPABILITY_STATE_NO: CapabilityState
CAPABILITY_STATE_NOT_APPLICABLE: CapabilityState
CAPABILITY_STATE_UNKNOWN: CapabilityState
EXTENT_UNSPECIFIED: Extent
EXTENT_NONE: Extent
EXTENT_PARTIAL: Extent
EXTENT_FULL: Extent
EXTENT_UNKNOWN: Extent
VERDICT_UNSPECIFIED: Verdict
VERDICT_FULLY_ONLINE: Verdict
VERDICT_NOT_FULLY_ONLINE: Verdict
VERDICT_UNKNOWN: Verdict
VERDICT_NO_POINTS: Verdict
CHANNEL_UNSPECIFIED: Channel
CHANNEL_ONLINE: Channel
CHANNEL_IN_PERSON: Channel
CHANNEL_POST: Channel
CHANNEL_EMAIL: Channel
CHANNEL_PHONE: Channel
CHANNEL_OTHER: Channel
TIME_UNIT_UNSPECIFIED: TimeUnit
TIME_UNIT_WORKING_HOUR: TimeUnit
TIME_UNIT_WORKING_DAY: TimeUnit
TIME_UNIT_CALENDAR_DAY: TimeUnit
TIME_UNIT_MONTH: TimeUnit
PAUSE_POLICY_UNSPECIFIED: PausePolicy
PAUSE_POLICY_SHIFT: PausePolicy
PAUSE_POLICY_RESTART: PausePolicy
PAUSE_POLICY_SUBTRACT: PausePolicy
DUTY_UNSPECIFIED: Duty
DUTY_LEADER: Duty
DUTY_OFFICER: Duty
OFFERING_RULE_UNSPECIFIED: OfferingRule
OFFERING_RULE_CLOSE: OfferingRule
OFFERING_RULE_FOLLOW: OfferingRule
DAY_KIND_UNSPECIFIED: DayKind
DAY_KIND_HOLIDAY: DayKind
DAY_KIND_COMPENSATION: DayKind
DAY_KIND_SWAPPED_WORKING: DayKind
DAY_KIND_SWAPPED_OFF: DayKind
DAY_KIND_CLOSURE: DayKind
CLOSING_CAUSE_UNSPECIFIED: ClosingCause
CLOSING_CAUSE_DECIDED: ClosingCause
CLOSING_CAUSE_UNIT_ENDED: ClosingCause
CLOSING_CAUSE_SERVICE_RETIRED: ClosingCause

class Text(_message.Message):
    __slots__ = ("vi", "en", "other", "language")
    VI_FIELD_NUMBER: _ClassVar[int]
    EN_FIELD_NUMBER: _ClassVar[int]
    OTHER_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    vi: str
    en: str
    other: str
    language: str
    def __init__(self, vi: _Optional[str] = ..., en: _Optional[str] = ..., other: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...

class FeeLine(_message.Message):
    __slots__ = ("code", "name", "amount")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: Text
    amount: int
    def __init__(self, code: _Optional[str] = ..., name: _Optional[_Union[Text, _Mapping]] = ..., amount: _Optional[int] = ...) -> None: ...

class RecordedCapability(_message.Message):
    __slots__ = ("capability", "state", "evidence")
    CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    capability: Capability
    state: CapabilityState
    evidence: str
    def __init__(self, capability: _Optional[_Union[Capability, str]] = ..., state: _Optional[_Union[CapabilityState, str]] = ..., evidence: _Optional[str] = ...) -> None: ...

class Share(_message.Message):
    __slots__ = ("numerator", "denominator")
    NUMERATOR_FIELD_NUMBER: _ClassVar[int]
    DENOMINATOR_FIELD_NUMBER: _ClassVar[int]
    numerator: int
    denominator: int
    def __init__(self, numerator: _Optional[int] = ..., denominator: _Optional[int] = ...) -> None: ...

class Successor(_message.Message):
    __slots__ = ("unit", "share")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    unit: str
    share: Share
    def __init__(self, unit: _Optional[str] = ..., share: _Optional[_Union[Share, _Mapping]] = ...) -> None: ...

class UnitOpened(_message.Message):
    __slots__ = ("unit", "parent", "code", "kind", "display_name", "effective_time", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    parent: str
    code: str
    kind: str
    display_name: Text
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., parent: _Optional[str] = ..., code: _Optional[str] = ..., kind: _Optional[str] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class OfficerNameSealed(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class OfficerNameErased(_message.Message):
    __slots__ = ("name", "reason_code")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ...) -> None: ...

class UnitRenamed(_message.Message):
    __slots__ = ("unit", "effective_time", "display_name", "code", "kind", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    display_name: Text
    code: str
    kind: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., code: _Optional[str] = ..., kind: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class UnitMoved(_message.Message):
    __slots__ = ("unit", "effective_time", "parent", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    parent: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., parent: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class UnitClosed(_message.Message):
    __slots__ = ("unit", "effective_time", "legal_basis", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class UnitMerged(_message.Message):
    __slots__ = ("unit", "effective_time", "into", "offerings", "legal_basis", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    INTO_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    into: str
    offerings: OfferingRule
    legal_basis: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., into: _Optional[str] = ..., offerings: _Optional[_Union[OfferingRule, str]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class UnitSplit(_message.Message):
    __slots__ = ("unit", "effective_time", "parts", "offerings", "legal_basis", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    parts: _containers.RepeatedCompositeFieldContainer[Successor]
    offerings: OfferingRule
    legal_basis: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., parts: _Optional[_Iterable[_Union[Successor, _Mapping]]] = ..., offerings: _Optional[_Union[OfferingRule, str]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class UnitChangeWithdrawn(_message.Message):
    __slots__ = ("unit", "version", "reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    version: int
    reason: str
    def __init__(self, unit: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class OfficerAppointed(_message.Message):
    __slots__ = ("unit", "officer", "duty", "effective_time", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officer: str
    duty: Duty
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., officer: _Optional[str] = ..., duty: _Optional[_Union[Duty, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class OfficerRelieved(_message.Message):
    __slots__ = ("unit", "officer", "duty", "effective_time", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officer: str
    duty: Duty
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., officer: _Optional[str] = ..., duty: _Optional[_Union[Duty, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class FilingPolicySet(_message.Message):
    __slots__ = ("unit", "effective_time", "refuse_below_level_3", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUSE_BELOW_LEVEL_3_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    refuse_below_level_3: bool
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refuse_below_level_3: _Optional[bool] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class DeskAuthorized(_message.Message):
    __slots__ = ("unit", "effective_time", "end_time", "desk", "desks_below", "for_units_below", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    DESK_FIELD_NUMBER: _ClassVar[int]
    DESKS_BELOW_FIELD_NUMBER: _ClassVar[int]
    FOR_UNITS_BELOW_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    desk: str
    desks_below: bool
    for_units_below: bool
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., desk: _Optional[str] = ..., desks_below: _Optional[bool] = ..., for_units_below: _Optional[bool] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class DeskRevoked(_message.Message):
    __slots__ = ("unit", "effective_time", "desk", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    DESK_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    desk: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., desk: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class CalendarAssigned(_message.Message):
    __slots__ = ("unit", "effective_time", "calendar", "correction_reason")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    calendar: str
    correction_reason: str
    def __init__(self, unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., calendar: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class ServiceCode(_message.Message):
    __slots__ = ("system", "value")
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    system: str
    value: str
    def __init__(self, system: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class LegalBasis(_message.Message):
    __slots__ = ("number", "title", "url")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    number: str
    title: Text
    url: str
    def __init__(self, number: _Optional[str] = ..., title: _Optional[_Union[Text, _Mapping]] = ..., url: _Optional[str] = ...) -> None: ...

class Step(_message.Message):
    __slots__ = ("title", "actor", "code")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    title: Text
    actor: str
    code: str
    def __init__(self, title: _Optional[_Union[Text, _Mapping]] = ..., actor: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class RequiredDocument(_message.Message):
    __slots__ = ("code", "name", "originals", "copies", "conditional")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ORIGINALS_FIELD_NUMBER: _ClassVar[int]
    COPIES_FIELD_NUMBER: _ClassVar[int]
    CONDITIONAL_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: Text
    originals: int
    copies: int
    conditional: bool
    def __init__(self, code: _Optional[str] = ..., name: _Optional[_Union[Text, _Mapping]] = ..., originals: _Optional[int] = ..., copies: _Optional[int] = ..., conditional: _Optional[bool] = ...) -> None: ...

class ProcessingTime(_message.Message):
    __slots__ = ("channel", "amount", "unit", "pause_policy")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PAUSE_POLICY_FIELD_NUMBER: _ClassVar[int]
    channel: Channel
    amount: int
    unit: TimeUnit
    pause_policy: PausePolicy
    def __init__(self, channel: _Optional[_Union[Channel, str]] = ..., amount: _Optional[int] = ..., unit: _Optional[_Union[TimeUnit, str]] = ..., pause_policy: _Optional[_Union[PausePolicy, str]] = ...) -> None: ...

class Form(_message.Message):
    __slots__ = ("code", "name", "url")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: Text
    url: str
    def __init__(self, code: _Optional[str] = ..., name: _Optional[_Union[Text, _Mapping]] = ..., url: _Optional[str] = ...) -> None: ...

class ServiceContent(_message.Message):
    __slots__ = ("codes", "display_name", "field", "authority", "fees", "written_result", "eligible_full", "one_stop", "legal_bases", "steps", "documents", "processing_times", "forms", "form_schema", "payment_channels", "delivery_channels", "description", "url", "retention_years")
    CODES_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELIGIBLE_FULL_FIELD_NUMBER: _ClassVar[int]
    ONE_STOP_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASES_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    PROCESSING_TIMES_FIELD_NUMBER: _ClassVar[int]
    FORMS_FIELD_NUMBER: _ClassVar[int]
    FORM_SCHEMA_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_CHANNELS_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_CHANNELS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    RETENTION_YEARS_FIELD_NUMBER: _ClassVar[int]
    codes: _containers.RepeatedCompositeFieldContainer[ServiceCode]
    display_name: Text
    field: str
    authority: str
    fees: _containers.RepeatedCompositeFieldContainer[FeeLine]
    written_result: bool
    eligible_full: bool
    one_stop: bool
    legal_bases: _containers.RepeatedCompositeFieldContainer[LegalBasis]
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    documents: _containers.RepeatedCompositeFieldContainer[RequiredDocument]
    processing_times: _containers.RepeatedCompositeFieldContainer[ProcessingTime]
    forms: _containers.RepeatedCompositeFieldContainer[Form]
    form_schema: str
    payment_channels: _containers.RepeatedScalarFieldContainer[Channel]
    delivery_channels: _containers.RepeatedScalarFieldContainer[Channel]
    description: Text
    url: str
    retention_years: int
    def __init__(self, codes: _Optional[_Iterable[_Union[ServiceCode, _Mapping]]] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., field: _Optional[str] = ..., authority: _Optional[str] = ..., fees: _Optional[_Iterable[_Union[FeeLine, _Mapping]]] = ..., written_result: _Optional[bool] = ..., eligible_full: _Optional[bool] = ..., one_stop: _Optional[bool] = ..., legal_bases: _Optional[_Iterable[_Union[LegalBasis, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ..., documents: _Optional[_Iterable[_Union[RequiredDocument, _Mapping]]] = ..., processing_times: _Optional[_Iterable[_Union[ProcessingTime, _Mapping]]] = ..., forms: _Optional[_Iterable[_Union[Form, _Mapping]]] = ..., form_schema: _Optional[str] = ..., payment_channels: _Optional[_Iterable[_Union[Channel, str]]] = ..., delivery_channels: _Optional[_Iterable[_Union[Channel, str]]] = ..., description: _Optional[_Union[Text, _Mapping]] = ..., url: _Optional[str] = ..., retention_years: _Optional[int] = ...) -> None: ...

class ServiceDrafted(_message.Message):
    __slots__ = ("service", "content")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    service: str
    content: ServiceContent
    def __init__(self, service: _Optional[str] = ..., content: _Optional[_Union[ServiceContent, _Mapping]] = ...) -> None: ...

class ServicePublished(_message.Message):
    __slots__ = ("service", "version", "effective_time", "content", "correction_reason")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    service: str
    version: int
    effective_time: _timestamp_pb2.Timestamp
    content: ServiceContent
    correction_reason: str
    def __init__(self, service: _Optional[str] = ..., version: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., content: _Optional[_Union[ServiceContent, _Mapping]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class ServiceVersionWithdrawn(_message.Message):
    __slots__ = ("service", "version", "reason")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    service: str
    version: int
    reason: str
    def __init__(self, service: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ServiceRetired(_message.Message):
    __slots__ = ("service", "effective_time", "legal_basis", "correction_reason")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    service: str
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    def __init__(self, service: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class ServiceRetirementWithdrawn(_message.Message):
    __slots__ = ("service", "reason")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    service: str
    reason: str
    def __init__(self, service: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class OfferingOpened(_message.Message):
    __slots__ = ("offering", "service", "unit", "effective_time", "ceiling", "ceiling_reason", "correction_reason", "level_rule", "capabilities")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    offering: str
    service: str
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    ceiling: int
    ceiling_reason: str
    correction_reason: str
    level_rule: str
    capabilities: _containers.RepeatedCompositeFieldContainer[RecordedCapability]
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., correction_reason: _Optional[str] = ..., level_rule: _Optional[str] = ..., capabilities: _Optional[_Iterable[_Union[RecordedCapability, _Mapping]]] = ...) -> None: ...

class OfferingClosed(_message.Message):
    __slots__ = ("offering", "service", "unit", "effective_time", "reason", "correction_reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    service: str
    unit: str
    effective_time: _timestamp_pb2.Timestamp
    reason: str
    correction_reason: str
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class CeilingDeclared(_message.Message):
    __slots__ = ("offering", "effective_time", "ceiling", "ceiling_reason", "correction_reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    effective_time: _timestamp_pb2.Timestamp
    ceiling: int
    ceiling_reason: str
    correction_reason: str
    def __init__(self, offering: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class ExtentDesignated(_message.Message):
    __slots__ = ("offering", "effective_time", "extent", "extent_rule", "level", "by_habit", "legal_basis", "correction_reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    EXTENT_RULE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    BY_HABIT_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    effective_time: _timestamp_pb2.Timestamp
    extent: Extent
    extent_rule: str
    level: int
    by_habit: Extent
    legal_basis: str
    correction_reason: str
    def __init__(self, offering: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., extent: _Optional[_Union[Extent, str]] = ..., extent_rule: _Optional[str] = ..., level: _Optional[int] = ..., by_habit: _Optional[_Union[Extent, str]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class CapabilitiesRecorded(_message.Message):
    __slots__ = ("offering", "effective_time", "capabilities", "correction_reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    effective_time: _timestamp_pb2.Timestamp
    capabilities: _containers.RepeatedCompositeFieldContainer[RecordedCapability]
    correction_reason: str
    def __init__(self, offering: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., capabilities: _Optional[_Iterable[_Union[RecordedCapability, _Mapping]]] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class OfferingChangeWithdrawn(_message.Message):
    __slots__ = ("offering", "version", "reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    version: int
    reason: str
    def __init__(self, offering: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class OfferingSpan(_message.Message):
    __slots__ = ("effective_time", "open", "closed_by", "level_rule", "extent_rule", "level", "earned", "attainable", "extent", "verdict", "ceiling", "ceiling_reason", "follows", "inherited")
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BY_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_RULE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EARNED_FIELD_NUMBER: _ClassVar[int]
    ATTAINABLE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    FOLLOWS_FIELD_NUMBER: _ClassVar[int]
    INHERITED_FIELD_NUMBER: _ClassVar[int]
    effective_time: _timestamp_pb2.Timestamp
    open: bool
    closed_by: ClosingCause
    level_rule: str
    extent_rule: str
    level: int
    earned: int
    attainable: int
    extent: Extent
    verdict: Verdict
    ceiling: int
    ceiling_reason: str
    follows: _containers.RepeatedScalarFieldContainer[str]
    inherited: _containers.RepeatedCompositeFieldContainer[RecordedCapability]
    def __init__(self, effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., open: _Optional[bool] = ..., closed_by: _Optional[_Union[ClosingCause, str]] = ..., level_rule: _Optional[str] = ..., extent_rule: _Optional[str] = ..., level: _Optional[int] = ..., earned: _Optional[int] = ..., attainable: _Optional[int] = ..., extent: _Optional[_Union[Extent, str]] = ..., verdict: _Optional[_Union[Verdict, str]] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., follows: _Optional[_Iterable[str]] = ..., inherited: _Optional[_Iterable[_Union[RecordedCapability, _Mapping]]] = ...) -> None: ...

class OfferingAssessed(_message.Message):
    __slots__ = ("offering", "service", "unit", "replaces_from", "spans", "derivation", "previous_level")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    REPLACES_FROM_FIELD_NUMBER: _ClassVar[int]
    SPANS_FIELD_NUMBER: _ClassVar[int]
    DERIVATION_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_LEVEL_FIELD_NUMBER: _ClassVar[int]
    offering: str
    service: str
    unit: str
    replaces_from: _timestamp_pb2.Timestamp
    spans: _containers.RepeatedCompositeFieldContainer[OfferingSpan]
    derivation: str
    previous_level: int
    def __init__(self, offering: _Optional[str] = ..., service: _Optional[str] = ..., unit: _Optional[str] = ..., replaces_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., spans: _Optional[_Iterable[_Union[OfferingSpan, _Mapping]]] = ..., derivation: _Optional[str] = ..., previous_level: _Optional[int] = ...) -> None: ...

class WorkingHours(_message.Message):
    __slots__ = ("opens", "closes")
    OPENS_FIELD_NUMBER: _ClassVar[int]
    CLOSES_FIELD_NUMBER: _ClassVar[int]
    opens: int
    closes: int
    def __init__(self, opens: _Optional[int] = ..., closes: _Optional[int] = ...) -> None: ...

class UsualDay(_message.Message):
    __slots__ = ("weekday", "hours")
    WEEKDAY_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    weekday: int
    hours: _containers.RepeatedCompositeFieldContainer[WorkingHours]
    def __init__(self, weekday: _Optional[int] = ..., hours: _Optional[_Iterable[_Union[WorkingHours, _Mapping]]] = ...) -> None: ...

class SpecialDay(_message.Message):
    __slots__ = ("date", "kind", "name", "hours")
    DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    date: _date_pb2.Date
    kind: DayKind
    name: Text
    hours: _containers.RepeatedCompositeFieldContainer[WorkingHours]
    def __init__(self, date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., kind: _Optional[_Union[DayKind, str]] = ..., name: _Optional[_Union[Text, _Mapping]] = ..., hours: _Optional[_Iterable[_Union[WorkingHours, _Mapping]]] = ...) -> None: ...

class CalendarRevised(_message.Message):
    __slots__ = ("calendar", "version", "display_name", "week", "week_start_date", "days", "cleared_dates", "source", "reason")
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    WEEK_FIELD_NUMBER: _ClassVar[int]
    WEEK_START_DATE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    CLEARED_DATES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    calendar: str
    version: int
    display_name: Text
    week: _containers.RepeatedCompositeFieldContainer[UsualDay]
    week_start_date: _date_pb2.Date
    days: _containers.RepeatedCompositeFieldContainer[SpecialDay]
    cleared_dates: _containers.RepeatedCompositeFieldContainer[_date_pb2.Date]
    source: str
    reason: str
    def __init__(self, calendar: _Optional[str] = ..., version: _Optional[int] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., week: _Optional[_Iterable[_Union[UsualDay, _Mapping]]] = ..., week_start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., days: _Optional[_Iterable[_Union[SpecialDay, _Mapping]]] = ..., cleared_dates: _Optional[_Iterable[_Union[_date_pb2.Date, _Mapping]]] = ..., source: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class TargetSet(_message.Message):
    __slots__ = ("target", "indicator", "display_name", "unit", "service", "channel", "threshold", "by_date", "effective_time", "legal_basis", "correction_reason")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    INDICATOR_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    BY_DATE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    target: str
    indicator: str
    display_name: Text
    unit: str
    service: str
    channel: Channel
    threshold: Share
    by_date: _date_pb2.Date
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    def __init__(self, target: _Optional[str] = ..., indicator: _Optional[str] = ..., display_name: _Optional[_Union[Text, _Mapping]] = ..., unit: _Optional[str] = ..., service: _Optional[str] = ..., channel: _Optional[_Union[Channel, str]] = ..., threshold: _Optional[_Union[Share, _Mapping]] = ..., by_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class TargetWithdrawn(_message.Message):
    __slots__ = ("target", "effective_time", "reason", "correction_reason")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    target: str
    effective_time: _timestamp_pb2.Timestamp
    reason: str
    correction_reason: str
    def __init__(self, target: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., correction_reason: _Optional[str] = ...) -> None: ...

class TreeHeadSigned(_message.Message):
    __slots__ = ("head",)
    HEAD_FIELD_NUMBER: _ClassVar[int]
    head: _tree_heads_pb2.TreeHead
    def __init__(self, head: _Optional[_Union[_tree_heads_pb2.TreeHead, _Mapping]] = ...) -> None: ...
