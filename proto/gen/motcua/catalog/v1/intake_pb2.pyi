import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.catalog.v1 import calendars_pb2 as _calendars_pb2
from motcua.catalog.v1 import catalog_pb2 as _catalog_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.catalog.v1 import targets_pb2 as _targets_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Row(_message.Message):
    __slots__ = ("line", "key", "effective_time", "correction_reason", "unit", "service", "offering", "target", "merger", "split", "closing", "draft", "retirement", "offering_closing", "appointment", "relief", "calendar", "calendar_assignment")
    LINE_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    CORRECTION_REASON_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    MERGER_FIELD_NUMBER: _ClassVar[int]
    SPLIT_FIELD_NUMBER: _ClassVar[int]
    CLOSING_FIELD_NUMBER: _ClassVar[int]
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    RETIREMENT_FIELD_NUMBER: _ClassVar[int]
    OFFERING_CLOSING_FIELD_NUMBER: _ClassVar[int]
    APPOINTMENT_FIELD_NUMBER: _ClassVar[int]
    RELIEF_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_ASSIGNMENT_FIELD_NUMBER: _ClassVar[int]
    line: int
    key: str
    effective_time: _timestamp_pb2.Timestamp
    correction_reason: str
    unit: UnitRow
    service: ServiceRow
    offering: OfferingRow
    target: TargetRow
    merger: MergerRow
    split: SplitRow
    closing: ClosingRow
    draft: DraftRow
    retirement: RetirementRow
    offering_closing: OfferingClosingRow
    appointment: AppointmentRow
    relief: ReliefRow
    calendar: CalendarRow
    calendar_assignment: CalendarAssignmentRow
    def __init__(self, line: _Optional[int] = ..., key: _Optional[str] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., correction_reason: _Optional[str] = ..., unit: _Optional[_Union[UnitRow, _Mapping]] = ..., service: _Optional[_Union[ServiceRow, _Mapping]] = ..., offering: _Optional[_Union[OfferingRow, _Mapping]] = ..., target: _Optional[_Union[TargetRow, _Mapping]] = ..., merger: _Optional[_Union[MergerRow, _Mapping]] = ..., split: _Optional[_Union[SplitRow, _Mapping]] = ..., closing: _Optional[_Union[ClosingRow, _Mapping]] = ..., draft: _Optional[_Union[DraftRow, _Mapping]] = ..., retirement: _Optional[_Union[RetirementRow, _Mapping]] = ..., offering_closing: _Optional[_Union[OfferingClosingRow, _Mapping]] = ..., appointment: _Optional[_Union[AppointmentRow, _Mapping]] = ..., relief: _Optional[_Union[ReliefRow, _Mapping]] = ..., calendar: _Optional[_Union[CalendarRow, _Mapping]] = ..., calendar_assignment: _Optional[_Union[CalendarAssignmentRow, _Mapping]] = ...) -> None: ...

class UnitRow(_message.Message):
    __slots__ = ("unit_id", "unit")
    UNIT_ID_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    unit_id: str
    unit: _catalog_pb2.Unit
    def __init__(self, unit_id: _Optional[str] = ..., unit: _Optional[_Union[_catalog_pb2.Unit, _Mapping]] = ...) -> None: ...

class ServiceRow(_message.Message):
    __slots__ = ("service_id", "service")
    SERVICE_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    service_id: str
    service: _catalog_pb2.Service
    def __init__(self, service_id: _Optional[str] = ..., service: _Optional[_Union[_catalog_pb2.Service, _Mapping]] = ...) -> None: ...

class DraftRow(_message.Message):
    __slots__ = ("service_id", "service")
    SERVICE_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    service_id: str
    service: _catalog_pb2.Service
    def __init__(self, service_id: _Optional[str] = ..., service: _Optional[_Union[_catalog_pb2.Service, _Mapping]] = ...) -> None: ...

class RetirementRow(_message.Message):
    __slots__ = ("service", "legal_basis")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    service: str
    legal_basis: str
    def __init__(self, service: _Optional[str] = ..., legal_basis: _Optional[str] = ...) -> None: ...

class OfferingRow(_message.Message):
    __slots__ = ("parent", "offering")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    parent: str
    offering: _catalog_pb2.Offering
    def __init__(self, parent: _Optional[str] = ..., offering: _Optional[_Union[_catalog_pb2.Offering, _Mapping]] = ...) -> None: ...

class TargetRow(_message.Message):
    __slots__ = ("target_id", "target")
    TARGET_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    target_id: str
    target: _targets_pb2.Target
    def __init__(self, target_id: _Optional[str] = ..., target: _Optional[_Union[_targets_pb2.Target, _Mapping]] = ...) -> None: ...

class MergerRow(_message.Message):
    __slots__ = ("into", "units", "offerings", "legal_basis")
    INTO_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    into: str
    units: _containers.RepeatedScalarFieldContainer[str]
    offerings: _events_pb2.OfferingRule
    legal_basis: str
    def __init__(self, into: _Optional[str] = ..., units: _Optional[_Iterable[str]] = ..., offerings: _Optional[_Union[_events_pb2.OfferingRule, str]] = ..., legal_basis: _Optional[str] = ...) -> None: ...

class SplitRow(_message.Message):
    __slots__ = ("unit", "parts", "offerings", "legal_basis")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    OFFERINGS_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    unit: str
    parts: _containers.RepeatedCompositeFieldContainer[_events_pb2.Successor]
    offerings: _events_pb2.OfferingRule
    legal_basis: str
    def __init__(self, unit: _Optional[str] = ..., parts: _Optional[_Iterable[_Union[_events_pb2.Successor, _Mapping]]] = ..., offerings: _Optional[_Union[_events_pb2.OfferingRule, str]] = ..., legal_basis: _Optional[str] = ...) -> None: ...

class ClosingRow(_message.Message):
    __slots__ = ("unit", "legal_basis")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    unit: str
    legal_basis: str
    def __init__(self, unit: _Optional[str] = ..., legal_basis: _Optional[str] = ...) -> None: ...

class OfferingClosingRow(_message.Message):
    __slots__ = ("offering", "reason")
    OFFERING_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    offering: str
    reason: str
    def __init__(self, offering: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class AppointmentRow(_message.Message):
    __slots__ = ("unit", "officer", "duty")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officer: str
    duty: _events_pb2.Duty
    def __init__(self, unit: _Optional[str] = ..., officer: _Optional[str] = ..., duty: _Optional[_Union[_events_pb2.Duty, str]] = ...) -> None: ...

class ReliefRow(_message.Message):
    __slots__ = ("unit", "officer", "duty")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    DUTY_FIELD_NUMBER: _ClassVar[int]
    unit: str
    officer: str
    duty: _events_pb2.Duty
    def __init__(self, unit: _Optional[str] = ..., officer: _Optional[str] = ..., duty: _Optional[_Union[_events_pb2.Duty, str]] = ...) -> None: ...

class CalendarRow(_message.Message):
    __slots__ = ("calendar_id", "display_name", "weeks", "days", "source")
    CALENDAR_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    WEEKS_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    calendar_id: str
    display_name: _events_pb2.Text
    weeks: _containers.RepeatedCompositeFieldContainer[_calendars_pb2.UsualWeek]
    days: _containers.RepeatedCompositeFieldContainer[_events_pb2.SpecialDay]
    source: str
    def __init__(self, calendar_id: _Optional[str] = ..., display_name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., weeks: _Optional[_Iterable[_Union[_calendars_pb2.UsualWeek, _Mapping]]] = ..., days: _Optional[_Iterable[_Union[_events_pb2.SpecialDay, _Mapping]]] = ..., source: _Optional[str] = ...) -> None: ...

class CalendarAssignmentRow(_message.Message):
    __slots__ = ("unit", "calendar")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    unit: str
    calendar: str
    def __init__(self, unit: _Optional[str] = ..., calendar: _Optional[str] = ...) -> None: ...

class ImportRowsRequest(_message.Message):
    __slots__ = ("source", "rows", "validate_only")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    source: str
    rows: _containers.RepeatedCompositeFieldContainer[Row]
    validate_only: bool
    def __init__(self, source: _Optional[str] = ..., rows: _Optional[_Iterable[_Union[Row, _Mapping]]] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class ImportRowsResponse(_message.Message):
    __slots__ = ("outcomes", "position")
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    outcomes: _containers.RepeatedCompositeFieldContainer[RowOutcome]
    position: int
    def __init__(self, outcomes: _Optional[_Iterable[_Union[RowOutcome, _Mapping]]] = ..., position: _Optional[int] = ...) -> None: ...

class RowOutcome(_message.Message):
    __slots__ = ("line", "key", "effect", "name", "reason", "field", "message", "also")
    class Effect(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        EFFECT_UNSPECIFIED: _ClassVar[RowOutcome.Effect]
        EFFECT_ADDED: _ClassVar[RowOutcome.Effect]
        EFFECT_CHANGED: _ClassVar[RowOutcome.Effect]
        EFFECT_UNCHANGED: _ClassVar[RowOutcome.Effect]
        EFFECT_REFUSED: _ClassVar[RowOutcome.Effect]
    EFFECT_UNSPECIFIED: RowOutcome.Effect
    EFFECT_ADDED: RowOutcome.Effect
    EFFECT_CHANGED: RowOutcome.Effect
    EFFECT_UNCHANGED: RowOutcome.Effect
    EFFECT_REFUSED: RowOutcome.Effect
    class Fault(_message.Message):
        __slots__ = ("reason", "field", "message")
        REASON_FIELD_NUMBER: _ClassVar[int]
        FIELD_FIELD_NUMBER: _ClassVar[int]
        MESSAGE_FIELD_NUMBER: _ClassVar[int]
        reason: str
        field: str
        message: _events_pb2.Text
        def __init__(self, reason: _Optional[str] = ..., field: _Optional[str] = ..., message: _Optional[_Union[_events_pb2.Text, _Mapping]] = ...) -> None: ...
    LINE_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ALSO_FIELD_NUMBER: _ClassVar[int]
    line: int
    key: str
    effect: RowOutcome.Effect
    name: str
    reason: str
    field: str
    message: _events_pb2.Text
    also: _containers.RepeatedCompositeFieldContainer[RowOutcome.Fault]
    def __init__(self, line: _Optional[int] = ..., key: _Optional[str] = ..., effect: _Optional[_Union[RowOutcome.Effect, str]] = ..., name: _Optional[str] = ..., reason: _Optional[str] = ..., field: _Optional[str] = ..., message: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., also: _Optional[_Iterable[_Union[RowOutcome.Fault, _Mapping]]] = ...) -> None: ...
