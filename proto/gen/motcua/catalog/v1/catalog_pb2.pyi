import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import any_pb2 as _any_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Unit(_message.Message):
    __slots__ = ("name", "parent", "code", "kind", "display_name", "effective_time", "position", "etag", "state", "appointments", "refuse_below_level_3", "calendar", "successors", "opening_time", "ending_time", "desk_authorizations")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Unit.State]
        STATE_OPEN: _ClassVar[Unit.State]
        STATE_CLOSED: _ClassVar[Unit.State]
        STATE_MERGED: _ClassVar[Unit.State]
        STATE_SPLIT: _ClassVar[Unit.State]
    STATE_UNSPECIFIED: Unit.State
    STATE_OPEN: Unit.State
    STATE_CLOSED: Unit.State
    STATE_MERGED: Unit.State
    STATE_SPLIT: Unit.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    APPOINTMENTS_FIELD_NUMBER: _ClassVar[int]
    REFUSE_BELOW_LEVEL_3_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    SUCCESSORS_FIELD_NUMBER: _ClassVar[int]
    OPENING_TIME_FIELD_NUMBER: _ClassVar[int]
    ENDING_TIME_FIELD_NUMBER: _ClassVar[int]
    DESK_AUTHORIZATIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    parent: str
    code: str
    kind: str
    display_name: _events_pb2.Text
    effective_time: _timestamp_pb2.Timestamp
    position: int
    etag: str
    state: Unit.State
    appointments: _containers.RepeatedCompositeFieldContainer[Appointment]
    refuse_below_level_3: bool
    calendar: str
    successors: _containers.RepeatedCompositeFieldContainer[_events_pb2.Successor]
    opening_time: _timestamp_pb2.Timestamp
    ending_time: _timestamp_pb2.Timestamp
    desk_authorizations: _containers.RepeatedCompositeFieldContainer[DeskAuthorization]
    def __init__(self, name: _Optional[str] = ..., parent: _Optional[str] = ..., code: _Optional[str] = ..., kind: _Optional[str] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ..., state: _Optional[_Union[Unit.State, str]] = ..., appointments: _Optional[_Iterable[_Union[Appointment, _Mapping]]] = ..., refuse_below_level_3: _Optional[bool] = ..., calendar: _Optional[str] = ..., successors: _Optional[_Iterable[_Union[_events_pb2.Successor, _Mapping]]] = ..., opening_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ending_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., desk_authorizations: _Optional[_Iterable[_Union[DeskAuthorization, _Mapping]]] = ...) -> None: ...

class Appointment(_message.Message):
    __slots__ = ("officer", "duty", "effective_time")
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    officer: str
    duty: _events_pb2.Duty
    effective_time: _timestamp_pb2.Timestamp
    def __init__(self, officer: _Optional[str] = ..., duty: _Optional[_Union[_events_pb2.Duty, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeskAuthorization(_message.Message):
    __slots__ = ("unit", "desk", "desks_below", "for_units_below", "effective_time", "end_time")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DESK_FIELD_NUMBER: _ClassVar[int]
    DESKS_BELOW_FIELD_NUMBER: _ClassVar[int]
    FOR_UNITS_BELOW_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    unit: str
    desk: str
    desks_below: bool
    for_units_below: bool
    effective_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    def __init__(self, unit: _Optional[str] = ..., desk: _Optional[str] = ..., desks_below: _Optional[bool] = ..., for_units_below: _Optional[bool] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Service(_message.Message):
    __slots__ = ("name", "state", "codes", "display_name", "field", "authority", "fees", "written_result", "eligible_full", "one_stop", "version", "effective_time", "position", "etag", "legal_bases", "steps", "documents", "processing_times", "forms", "form_schema", "payment_channels", "delivery_channels", "description", "url", "has_draft", "retention_years")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Service.State]
        STATE_DRAFT: _ClassVar[Service.State]
        STATE_PUBLISHED: _ClassVar[Service.State]
        STATE_RETIRED: _ClassVar[Service.State]
    STATE_UNSPECIFIED: Service.State
    STATE_DRAFT: Service.State
    STATE_PUBLISHED: Service.State
    STATE_RETIRED: Service.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CODES_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_RESULT_FIELD_NUMBER: _ClassVar[int]
    ELIGIBLE_FULL_FIELD_NUMBER: _ClassVar[int]
    ONE_STOP_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
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
    HAS_DRAFT_FIELD_NUMBER: _ClassVar[int]
    RETENTION_YEARS_FIELD_NUMBER: _ClassVar[int]
    name: str
    state: Service.State
    codes: _containers.RepeatedCompositeFieldContainer[_events_pb2.ServiceCode]
    display_name: _events_pb2.Text
    field: str
    authority: str
    fees: _containers.RepeatedCompositeFieldContainer[_events_pb2.FeeLine]
    written_result: bool
    eligible_full: bool
    one_stop: bool
    version: int
    effective_time: _timestamp_pb2.Timestamp
    position: int
    etag: str
    legal_bases: _containers.RepeatedCompositeFieldContainer[_events_pb2.LegalBasis]
    steps: _containers.RepeatedCompositeFieldContainer[_events_pb2.Step]
    documents: _containers.RepeatedCompositeFieldContainer[_events_pb2.RequiredDocument]
    processing_times: _containers.RepeatedCompositeFieldContainer[_events_pb2.ProcessingTime]
    forms: _containers.RepeatedCompositeFieldContainer[_events_pb2.Form]
    form_schema: str
    payment_channels: _containers.RepeatedScalarFieldContainer[_events_pb2.Channel]
    delivery_channels: _containers.RepeatedScalarFieldContainer[_events_pb2.Channel]
    description: _events_pb2.Text
    url: str
    has_draft: bool
    retention_years: int
    def __init__(self, name: _Optional[str] = ..., state: _Optional[_Union[Service.State, str]] = ..., codes: _Optional[_Iterable[_Union[_events_pb2.ServiceCode, _Mapping]]] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., field: _Optional[str] = ..., authority: _Optional[str] = ..., fees: _Optional[_Iterable[_Union[_events_pb2.FeeLine, _Mapping]]] = ..., written_result: _Optional[bool] = ..., eligible_full: _Optional[bool] = ..., one_stop: _Optional[bool] = ..., version: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ..., legal_bases: _Optional[_Iterable[_Union[_events_pb2.LegalBasis, _Mapping]]] = ..., steps: _Optional[_Iterable[_Union[_events_pb2.Step, _Mapping]]] = ..., documents: _Optional[_Iterable[_Union[_events_pb2.RequiredDocument, _Mapping]]] = ..., processing_times: _Optional[_Iterable[_Union[_events_pb2.ProcessingTime, _Mapping]]] = ..., forms: _Optional[_Iterable[_Union[_events_pb2.Form, _Mapping]]] = ..., form_schema: _Optional[str] = ..., payment_channels: _Optional[_Iterable[_Union[_events_pb2.Channel, str]]] = ..., delivery_channels: _Optional[_Iterable[_Union[_events_pb2.Channel, str]]] = ..., description: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., url: _Optional[str] = ..., has_draft: _Optional[bool] = ..., retention_years: _Optional[int] = ...) -> None: ...

class Offering(_message.Message):
    __slots__ = ("name", "unit", "state", "effective_time", "ending_time", "closed_by", "follows", "level_rule", "extent_rule", "ceiling", "ceiling_reason", "capabilities", "assessment", "designated_extent", "idle_versions", "position", "etag")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Offering.State]
        STATE_PLANNED: _ClassVar[Offering.State]
        STATE_OPEN: _ClassVar[Offering.State]
        STATE_CLOSED: _ClassVar[Offering.State]
    STATE_UNSPECIFIED: Offering.State
    STATE_PLANNED: Offering.State
    STATE_OPEN: Offering.State
    STATE_CLOSED: Offering.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    ENDING_TIME_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BY_FIELD_NUMBER: _ClassVar[int]
    FOLLOWS_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_RULE_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    DESIGNATED_EXTENT_FIELD_NUMBER: _ClassVar[int]
    IDLE_VERSIONS_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    state: Offering.State
    effective_time: _timestamp_pb2.Timestamp
    ending_time: _timestamp_pb2.Timestamp
    closed_by: _events_pb2.ClosingCause
    follows: _containers.RepeatedScalarFieldContainer[str]
    level_rule: str
    extent_rule: str
    ceiling: int
    ceiling_reason: str
    capabilities: _containers.RepeatedCompositeFieldContainer[_events_pb2.RecordedCapability]
    assessment: Assessment
    designated_extent: _events_pb2.Extent
    idle_versions: _containers.RepeatedScalarFieldContainer[int]
    position: int
    etag: str
    def __init__(self, name: _Optional[str] = ..., unit: _Optional[str] = ..., state: _Optional[_Union[Offering.State, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ending_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closed_by: _Optional[_Union[_events_pb2.ClosingCause, str]] = ..., follows: _Optional[_Iterable[str]] = ..., level_rule: _Optional[str] = ..., extent_rule: _Optional[str] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., capabilities: _Optional[_Iterable[_Union[_events_pb2.RecordedCapability, _Mapping]]] = ..., assessment: _Optional[_Union[Assessment, _Mapping]] = ..., designated_extent: _Optional[_Union[_events_pb2.Extent, str]] = ..., idle_versions: _Optional[_Iterable[int]] = ..., position: _Optional[int] = ..., etag: _Optional[str] = ...) -> None: ...

class Assessment(_message.Message):
    __slots__ = ("effective_time", "level", "earned", "attainable", "extent", "verdict")
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EARNED_FIELD_NUMBER: _ClassVar[int]
    ATTAINABLE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    effective_time: _timestamp_pb2.Timestamp
    level: int
    earned: int
    attainable: int
    extent: _events_pb2.Extent
    verdict: _events_pb2.Verdict
    def __init__(self, effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., level: _Optional[int] = ..., earned: _Optional[int] = ..., attainable: _Optional[int] = ..., extent: _Optional[_Union[_events_pb2.Extent, str]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ...) -> None: ...

class OpenUnitRequest(_message.Message):
    __slots__ = ("unit_id", "unit", "effective_time", "correction_reason", "request_id")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    unit_id: str
    unit: Unit
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    request_id: str
    def __init__(self, unit_id: _Optional[str] = ..., unit: _Optional[_Union[Unit, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectUnitOpeningRequest(_message.Message):
    __slots__ = ("name", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RenameUnitRequest(_message.Message):
    __slots__ = ("name", "display_name", "code", "kind", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: _events_pb2.Text
    code: str
    kind: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., code: _Optional[str] = ..., kind: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MoveUnitRequest(_message.Message):
    __slots__ = ("name", "parent", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARENT_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    parent: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., parent: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseUnitRequest(_message.Message):
    __slots__ = ("name", "effective_time", "legal_basis", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MergeUnitsRequest(_message.Message):
    __slots__ = ("into", "units", "offerings", "effective_time", "legal_basis", "correction_reason", "request_id")
    INTO_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    into: str
    units: _containers.RepeatedScalarFieldContainer[str]
    offerings: _events_pb2.OfferingRule
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    request_id: str
    def __init__(self, into: _Optional[str] = ..., units: _Optional[_Iterable[str]] = ..., offerings: _Optional[_Union[_events_pb2.OfferingRule, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class MergeUnitsResponse(_message.Message):
    __slots__ = ("into", "units")
    INTO_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    into: Unit
    units: _containers.RepeatedCompositeFieldContainer[Unit]
    def __init__(self, into: _Optional[_Union[Unit, _Mapping]] = ..., units: _Optional[_Iterable[_Union[Unit, _Mapping]]] = ...) -> None: ...

class SplitUnitRequest(_message.Message):
    __slots__ = ("name", "parts", "offerings", "effective_time", "legal_basis", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    parts: _containers.RepeatedCompositeFieldContainer[_events_pb2.Successor]
    offerings: _events_pb2.OfferingRule
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., parts: _Optional[_Iterable[_Union[_events_pb2.Successor, _Mapping]]] = ..., offerings: _Optional[_Union[_events_pb2.OfferingRule, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawUnitChangeRequest(_message.Message):
    __slots__ = ("name", "version", "reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: int
    reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AppointOfficerRequest(_message.Message):
    __slots__ = ("name", "officer", "duty", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    duty: _events_pb2.Duty
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., duty: _Optional[_Union[_events_pb2.Duty, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RelieveOfficerRequest(_message.Message):
    __slots__ = ("name", "officer", "duty", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    officer: str
    duty: _events_pb2.Duty
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., officer: _Optional[str] = ..., duty: _Optional[_Union[_events_pb2.Duty, str]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SetFilingPolicyRequest(_message.Message):
    __slots__ = ("name", "refuse_below_level_3", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REFUSE_BELOW_LEVEL_3_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    refuse_below_level_3: bool
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., refuse_below_level_3: _Optional[bool] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AssignCalendarRequest(_message.Message):
    __slots__ = ("name", "calendar", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    calendar: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., calendar: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class AuthorizeDeskRequest(_message.Message):
    __slots__ = ("name", "desk", "desks_below", "for_units_below", "effective_time", "end_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESK_FIELD_NUMBER: _ClassVar[int]
    DESKS_BELOW_FIELD_NUMBER: _ClassVar[int]
    FOR_UNITS_BELOW_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    desk: str
    desks_below: bool
    for_units_below: bool
    effective_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., desk: _Optional[str] = ..., desks_below: _Optional[bool] = ..., for_units_below: _Optional[bool] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RevokeDeskRequest(_message.Message):
    __slots__ = ("name", "desk", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESK_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    desk: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., desk: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetUnitRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BatchGetUnitsRequest(_message.Message):
    __slots__ = ("names", "as_of", "as_known", "as_known_time", "require_all")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUIRE_ALL_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    require_all: bool
    def __init__(self, names: _Optional[_Iterable[str]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., require_all: _Optional[bool] = ...) -> None: ...

class BatchGetUnitsResponse(_message.Message):
    __slots__ = ("units", "missing_names")
    UNITS_FIELD_NUMBER: _ClassVar[int]
    MISSING_NAMES_FIELD_NUMBER: _ClassVar[int]
    units: _containers.RepeatedCompositeFieldContainer[Unit]
    missing_names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, units: _Optional[_Iterable[_Union[Unit, _Mapping]]] = ..., missing_names: _Optional[_Iterable[str]] = ...) -> None: ...

class ListUnitsRequest(_message.Message):
    __slots__ = ("subtree", "as_of", "as_known", "as_known_time", "page_size", "page_token", "filter", "query", "order_by")
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    subtree: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    filter: str
    query: str
    order_by: str
    def __init__(self, subtree: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[str] = ..., query: _Optional[str] = ..., order_by: _Optional[str] = ...) -> None: ...

class ListUnitsResponse(_message.Message):
    __slots__ = ("units", "next_page_token", "catalog_position")
    UNITS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    units: _containers.RepeatedCompositeFieldContainer[Unit]
    next_page_token: str
    catalog_position: int
    def __init__(self, units: _Optional[_Iterable[_Union[Unit, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class ListDeskAuthorizationsRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListDeskAuthorizationsResponse(_message.Message):
    __slots__ = ("authorizations",)
    AUTHORIZATIONS_FIELD_NUMBER: _ClassVar[int]
    authorizations: _containers.RepeatedCompositeFieldContainer[DeskAuthorization]
    def __init__(self, authorizations: _Optional[_Iterable[_Union[DeskAuthorization, _Mapping]]] = ...) -> None: ...

class GetUnitLineageRequest(_message.Message):
    __slots__ = ("name", "at", "as_of", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    at: _timestamp_pb2.Timestamp
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetUnitLineageResponse(_message.Message):
    __slots__ = ("parts",)
    PARTS_FIELD_NUMBER: _ClassVar[int]
    parts: _containers.RepeatedCompositeFieldContainer[LineagePart]
    def __init__(self, parts: _Optional[_Iterable[_Union[LineagePart, _Mapping]]] = ...) -> None: ...

class LineagePart(_message.Message):
    __slots__ = ("unit", "share")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SHARE_FIELD_NUMBER: _ClassVar[int]
    unit: str
    share: _events_pb2.Share
    def __init__(self, unit: _Optional[str] = ..., share: _Optional[_Union[_events_pb2.Share, _Mapping]] = ...) -> None: ...

class CreateServiceRequest(_message.Message):
    __slots__ = ("service_id", "service", "request_id")
    SERVICE_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    service_id: str
    service: Service
    request_id: str
    def __init__(self, service_id: _Optional[str] = ..., service: _Optional[_Union[Service, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class ReviseServiceRequest(_message.Message):
    __slots__ = ("service", "etag", "request_id", "update_mask")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    service: Service
    etag: str
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, service: _Optional[_Union[Service, _Mapping]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class PublishServiceRequest(_message.Message):
    __slots__ = ("name", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectServiceRequest(_message.Message):
    __slots__ = ("service", "version", "effective_time", "correction_reason", "etag", "request_id", "update_mask")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    service: Service
    version: int
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, service: _Optional[_Union[Service, _Mapping]] = ..., version: _Optional[int] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class WithdrawServiceVersionRequest(_message.Message):
    __slots__ = ("name", "version", "reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: int
    reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RetireServiceRequest(_message.Message):
    __slots__ = ("name", "effective_time", "legal_basis", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawServiceRetirementRequest(_message.Message):
    __slots__ = ("name", "reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class GetServiceRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BatchGetServicesRequest(_message.Message):
    __slots__ = ("names", "as_of", "as_known", "as_known_time", "require_all")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUIRE_ALL_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    require_all: bool
    def __init__(self, names: _Optional[_Iterable[str]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., require_all: _Optional[bool] = ...) -> None: ...

class BatchGetServicesResponse(_message.Message):
    __slots__ = ("services", "missing_names")
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    MISSING_NAMES_FIELD_NUMBER: _ClassVar[int]
    services: _containers.RepeatedCompositeFieldContainer[Service]
    missing_names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, services: _Optional[_Iterable[_Union[Service, _Mapping]]] = ..., missing_names: _Optional[_Iterable[str]] = ...) -> None: ...

class ListServicesRequest(_message.Message):
    __slots__ = ("as_of", "as_known", "as_known_time", "page_size", "page_token", "filter", "query", "order_by", "subtree")
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    filter: str
    query: str
    order_by: str
    subtree: str
    def __init__(self, as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[str] = ..., query: _Optional[str] = ..., order_by: _Optional[str] = ..., subtree: _Optional[str] = ...) -> None: ...

class ListServicesResponse(_message.Message):
    __slots__ = ("services", "next_page_token", "catalog_position")
    SERVICES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    services: _containers.RepeatedCompositeFieldContainer[Service]
    next_page_token: str
    catalog_position: int
    def __init__(self, services: _Optional[_Iterable[_Union[Service, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class OpenOfferingRequest(_message.Message):
    __slots__ = ("parent", "offering", "effective_time", "correction_reason", "request_id")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    parent: str
    offering: Offering
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    request_id: str
    def __init__(self, parent: _Optional[str] = ..., offering: _Optional[_Union[Offering, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CorrectOfferingOpeningRequest(_message.Message):
    __slots__ = ("name", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecordCapabilitiesRequest(_message.Message):
    __slots__ = ("name", "capabilities", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    capabilities: _containers.RepeatedCompositeFieldContainer[_events_pb2.RecordedCapability]
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., capabilities: _Optional[_Iterable[_Union[_events_pb2.RecordedCapability, _Mapping]]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeclareCeilingRequest(_message.Message):
    __slots__ = ("name", "ceiling", "ceiling_reason", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    ceiling: int
    ceiling_reason: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class CloseOfferingRequest(_message.Message):
    __slots__ = ("name", "reason", "effective_time", "correction_reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class WithdrawOfferingChangeRequest(_message.Message):
    __slots__ = ("name", "version", "reason", "etag", "request_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: int
    reason: str
    etag: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RelabelOfferingsRequest(_message.Message):
    __slots__ = ("subtree", "effective_time", "legal_basis", "correction_reason", "validate_only", "page_size", "page_token", "request_id")
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    subtree: str
    effective_time: _timestamp_pb2.Timestamp
    legal_basis: str
    correction_reason: str
    validate_only: bool
    page_size: int
    page_token: str
    request_id: str
    def __init__(self, subtree: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., legal_basis: _Optional[str] = ..., correction_reason: _Optional[str] = ..., validate_only: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RelabelOfferingsResponse(_message.Message):
    __slots__ = ("designated", "unchanged", "not_supported", "differences", "next_page_token")
    DESIGNATED_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_FIELD_NUMBER: _ClassVar[int]
    NOT_SUPPORTED_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    designated: int
    unchanged: int
    not_supported: int
    differences: _containers.RepeatedCompositeFieldContainer[ExtentDifference]
    next_page_token: str
    def __init__(self, designated: _Optional[int] = ..., unchanged: _Optional[int] = ..., not_supported: _Optional[int] = ..., differences: _Optional[_Iterable[_Union[ExtentDifference, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ExtentDifference(_message.Message):
    __slots__ = ("offering", "level", "by_rule", "by_habit")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    BY_RULE_FIELD_NUMBER: _ClassVar[int]
    BY_HABIT_FIELD_NUMBER: _ClassVar[int]
    offering: str
    level: int
    by_rule: _events_pb2.Extent
    by_habit: _events_pb2.Extent
    def __init__(self, offering: _Optional[str] = ..., level: _Optional[int] = ..., by_rule: _Optional[_Union[_events_pb2.Extent, str]] = ..., by_habit: _Optional[_Union[_events_pb2.Extent, str]] = ...) -> None: ...

class AssessOfferingRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AssessOfferingResponse(_message.Message):
    __slots__ = ("assessment", "level_rule", "extent_rule", "ceiling", "ceiling_reason", "gaps")
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    EXTENT_RULE_FIELD_NUMBER: _ClassVar[int]
    CEILING_FIELD_NUMBER: _ClassVar[int]
    CEILING_REASON_FIELD_NUMBER: _ClassVar[int]
    GAPS_FIELD_NUMBER: _ClassVar[int]
    assessment: Assessment
    level_rule: str
    extent_rule: str
    ceiling: int
    ceiling_reason: str
    gaps: _containers.RepeatedCompositeFieldContainer[LevelGap]
    def __init__(self, assessment: _Optional[_Union[Assessment, _Mapping]] = ..., level_rule: _Optional[str] = ..., extent_rule: _Optional[str] = ..., ceiling: _Optional[int] = ..., ceiling_reason: _Optional[str] = ..., gaps: _Optional[_Iterable[_Union[LevelGap, _Mapping]]] = ...) -> None: ...

class LevelGap(_message.Message):
    __slots__ = ("level", "missing")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    level: int
    missing: _containers.RepeatedCompositeFieldContainer[MissingCapability]
    def __init__(self, level: _Optional[int] = ..., missing: _Optional[_Iterable[_Union[MissingCapability, _Mapping]]] = ...) -> None: ...

class MissingCapability(_message.Message):
    __slots__ = ("capability", "state", "description")
    CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    capability: _events_pb2.Capability
    state: _events_pb2.CapabilityState
    description: _events_pb2.Text
    def __init__(self, capability: _Optional[_Union[_events_pb2.Capability, str]] = ..., state: _Optional[_Union[_events_pb2.CapabilityState, str]] = ..., description: _Optional[_Union[_events_pb2.Text, _Mapping]] = ...) -> None: ...

class GetOfferingRequest(_message.Message):
    __slots__ = ("name", "as_of", "as_known", "as_known_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class BatchGetOfferingsRequest(_message.Message):
    __slots__ = ("names", "as_of", "as_known", "as_known_time", "require_all")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUIRE_ALL_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    require_all: bool
    def __init__(self, names: _Optional[_Iterable[str]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., require_all: _Optional[bool] = ...) -> None: ...

class BatchGetOfferingsResponse(_message.Message):
    __slots__ = ("offerings", "missing_names")
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    MISSING_NAMES_FIELD_NUMBER: _ClassVar[int]
    offerings: _containers.RepeatedCompositeFieldContainer[Offering]
    missing_names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, offerings: _Optional[_Iterable[_Union[Offering, _Mapping]]] = ..., missing_names: _Optional[_Iterable[str]] = ...) -> None: ...

class ListOfferingsRequest(_message.Message):
    __slots__ = ("parent", "subtree", "as_of", "as_known", "as_known_time", "page_size", "page_token", "filter", "query", "order_by")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    ORDER_BY_FIELD_NUMBER: _ClassVar[int]
    parent: str
    subtree: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    filter: str
    query: str
    order_by: str
    def __init__(self, parent: _Optional[str] = ..., subtree: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter: _Optional[str] = ..., query: _Optional[str] = ..., order_by: _Optional[str] = ...) -> None: ...

class ListOfferingsResponse(_message.Message):
    __slots__ = ("offerings", "next_page_token", "catalog_position")
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    offerings: _containers.RepeatedCompositeFieldContainer[Offering]
    next_page_token: str
    catalog_position: int
    def __init__(self, offerings: _Optional[_Iterable[_Union[Offering, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class CountOfferingsRequest(_message.Message):
    __slots__ = ("subtree", "filter", "as_of", "as_known", "as_known_time")
    SUBTREE_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_FIELD_NUMBER: _ClassVar[int]
    AS_KNOWN_TIME_FIELD_NUMBER: _ClassVar[int]
    subtree: str
    filter: str
    as_of: _timestamp_pb2.Timestamp
    as_known: int
    as_known_time: _timestamp_pb2.Timestamp
    def __init__(self, subtree: _Optional[str] = ..., filter: _Optional[str] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., as_known: _Optional[int] = ..., as_known_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CountOfferingsResponse(_message.Message):
    __slots__ = ("counts", "as_of", "catalog_position")
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    AS_OF_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.RepeatedCompositeFieldContainer[OfferingCount]
    as_of: _timestamp_pb2.Timestamp
    catalog_position: int
    def __init__(self, counts: _Optional[_Iterable[_Union[OfferingCount, _Mapping]]] = ..., as_of: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., catalog_position: _Optional[int] = ...) -> None: ...

class OfferingCount(_message.Message):
    __slots__ = ("unit", "level_rule", "level", "extent", "verdict", "offerings", "digest")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    LEVEL_RULE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    EXTENT_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    unit: str
    level_rule: str
    level: int
    extent: _events_pb2.Extent
    verdict: _events_pb2.Verdict
    offerings: int
    digest: str
    def __init__(self, unit: _Optional[str] = ..., level_rule: _Optional[str] = ..., level: _Optional[int] = ..., extent: _Optional[_Union[_events_pb2.Extent, str]] = ..., verdict: _Optional[_Union[_events_pb2.Verdict, str]] = ..., offerings: _Optional[int] = ..., digest: _Optional[str] = ...) -> None: ...

class ListChangesRequest(_message.Message):
    __slots__ = ("name", "page_size", "page_token")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    name: str
    page_size: int
    page_token: str
    def __init__(self, name: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListChangesResponse(_message.Message):
    __slots__ = ("changes", "next_page_token")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[Change]
    next_page_token: str
    def __init__(self, changes: _Optional[_Iterable[_Union[Change, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class Change(_message.Message):
    __slots__ = ("position", "version", "name", "effective_time", "recorded_time", "actor", "reason", "fact", "cause")
    class Cause(_message.Message):
        __slots__ = ("position", "name", "version", "type")
        POSITION_FIELD_NUMBER: _ClassVar[int]
        NAME_FIELD_NUMBER: _ClassVar[int]
        VERSION_FIELD_NUMBER: _ClassVar[int]
        TYPE_FIELD_NUMBER: _ClassVar[int]
        position: int
        name: str
        version: int
        type: str
        def __init__(self, position: _Optional[int] = ..., name: _Optional[str] = ..., version: _Optional[int] = ..., type: _Optional[str] = ...) -> None: ...
    POSITION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    RECORDED_TIME_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FACT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    position: int
    version: int
    name: str
    effective_time: _timestamp_pb2.Timestamp
    recorded_time: _timestamp_pb2.Timestamp
    actor: str
    reason: str
    fact: _any_pb2.Any
    cause: Change.Cause
    def __init__(self, position: _Optional[int] = ..., version: _Optional[int] = ..., name: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., recorded_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., actor: _Optional[str] = ..., reason: _Optional[str] = ..., fact: _Optional[_Union[_any_pb2.Any, _Mapping]] = ..., cause: _Optional[_Union[Change.Cause, _Mapping]] = ...) -> None: ...

class WatchCatalogRequest(_message.Message):
    __slots__ = ("after_position",)
    AFTER_POSITION_FIELD_NUMBER: _ClassVar[int]
    after_position: int
    def __init__(self, after_position: _Optional[int] = ...) -> None: ...

class WatchCatalogResponse(_message.Message):
    __slots__ = ("position", "change")
    POSITION_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    position: int
    change: Change
    def __init__(self, position: _Optional[int] = ..., change: _Optional[_Union[Change, _Mapping]] = ...) -> None: ...
