import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from motcua.catalog.v1 import events_pb2 as _events_pb2
from motcua.submissions.v1 import events_pb2 as _events_pb2_1
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NoDueReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NO_DUE_REASON_UNSPECIFIED: _ClassVar[NoDueReason]
    NO_DUE_REASON_NO_PROCESSING_TIME: _ClassVar[NoDueReason]
    NO_DUE_REASON_NO_CALENDAR: _ClassVar[NoDueReason]
    NO_DUE_REASON_NOT_STATED: _ClassVar[NoDueReason]

class DeadlineStageKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEADLINE_STAGE_KIND_UNSPECIFIED: _ClassVar[DeadlineStageKind]
    DEADLINE_STAGE_KIND_START: _ClassVar[DeadlineStageKind]
    DEADLINE_STAGE_KIND_PERIOD: _ClassVar[DeadlineStageKind]
    DEADLINE_STAGE_KIND_PAUSE: _ClassVar[DeadlineStageKind]
    DEADLINE_STAGE_KIND_SHIFT: _ClassVar[DeadlineStageKind]
    DEADLINE_STAGE_KIND_SUBTRACT: _ClassVar[DeadlineStageKind]
    DEADLINE_STAGE_KIND_STATED: _ClassVar[DeadlineStageKind]

class PauseEffect(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAUSE_EFFECT_UNSPECIFIED: _ClassVar[PauseEffect]
    PAUSE_EFFECT_MOVED: _ClassVar[PauseEffect]
    PAUSE_EFFECT_UNANSWERED: _ClassVar[PauseEffect]
    PAUSE_EFFECT_LATE: _ClassVar[PauseEffect]
    PAUSE_EFFECT_NO_WORKING_MINUTE: _ClassVar[PauseEffect]
    PAUSE_EFFECT_NO_CALENDAR: _ClassVar[PauseEffect]

class CountReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COUNT_REASON_UNSPECIFIED: _ClassVar[CountReason]
    COUNT_REASON_WORKED: _ClassVar[CountReason]
    COUNT_REASON_FIRST_DAY: _ClassVar[CountReason]
    COUNT_REASON_OUTSIDE_HOURS: _ClassVar[CountReason]
    COUNT_REASON_DAY_OFF: _ClassVar[CountReason]
    COUNT_REASON_SPECIAL_DAY: _ClassVar[CountReason]
    COUNT_REASON_CALENDAR_DAY: _ClassVar[CountReason]
    COUNT_REASON_ROLLED_OVER: _ClassVar[CountReason]
    COUNT_REASON_ROLLED_TO: _ClassVar[CountReason]
    COUNT_REASON_ON_THE_CLOCK: _ClassVar[CountReason]
    COUNT_REASON_NO_CALENDAR: _ClassVar[CountReason]
NO_DUE_REASON_UNSPECIFIED: NoDueReason
NO_DUE_REASON_NO_PROCESSING_TIME: NoDueReason
NO_DUE_REASON_NO_CALENDAR: NoDueReason
NO_DUE_REASON_NOT_STATED: NoDueReason
DEADLINE_STAGE_KIND_UNSPECIFIED: DeadlineStageKind
DEADLINE_STAGE_KIND_START: DeadlineStageKind
DEADLINE_STAGE_KIND_PERIOD: DeadlineStageKind
DEADLINE_STAGE_KIND_PAUSE: DeadlineStageKind
DEADLINE_STAGE_KIND_SHIFT: DeadlineStageKind
DEADLINE_STAGE_KIND_SUBTRACT: DeadlineStageKind
DEADLINE_STAGE_KIND_STATED: DeadlineStageKind
PAUSE_EFFECT_UNSPECIFIED: PauseEffect
PAUSE_EFFECT_MOVED: PauseEffect
PAUSE_EFFECT_UNANSWERED: PauseEffect
PAUSE_EFFECT_LATE: PauseEffect
PAUSE_EFFECT_NO_WORKING_MINUTE: PauseEffect
PAUSE_EFFECT_NO_CALENDAR: PauseEffect
COUNT_REASON_UNSPECIFIED: CountReason
COUNT_REASON_WORKED: CountReason
COUNT_REASON_FIRST_DAY: CountReason
COUNT_REASON_OUTSIDE_HOURS: CountReason
COUNT_REASON_DAY_OFF: CountReason
COUNT_REASON_SPECIAL_DAY: CountReason
COUNT_REASON_CALENDAR_DAY: CountReason
COUNT_REASON_ROLLED_OVER: CountReason
COUNT_REASON_ROLLED_TO: CountReason
COUNT_REASON_ON_THE_CLOCK: CountReason
COUNT_REASON_NO_CALENDAR: CountReason

class DeadlineSummary(_message.Message):
    __slots__ = ("accept_time", "recorded", "promised", "due", "no_due", "what_if")
    ACCEPT_TIME_FIELD_NUMBER: _ClassVar[int]
    RECORDED_FIELD_NUMBER: _ClassVar[int]
    PROMISED_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    NO_DUE_FIELD_NUMBER: _ClassVar[int]
    WHAT_IF_FIELD_NUMBER: _ClassVar[int]
    accept_time: _timestamp_pb2.Timestamp
    recorded: _events_pb2_1.DeadlineFacts
    promised: _events_pb2_1.Due
    due: _events_pb2_1.Due
    no_due: NoDueReason
    what_if: bool
    def __init__(self, accept_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., recorded: _Optional[_Union[_events_pb2_1.DeadlineFacts, _Mapping]] = ..., promised: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., due: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., no_due: _Optional[_Union[NoDueReason, str]] = ..., what_if: _Optional[bool] = ...) -> None: ...

class DeadlineStage(_message.Message):
    __slots__ = ("number", "kind", "start_time", "end_time", "calendar", "calendar_version", "due", "effect", "working_minutes", "days")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_VERSION_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    WORKING_MINUTES_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    number: int
    kind: DeadlineStageKind
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    calendar: str
    calendar_version: int
    due: _events_pb2_1.Due
    effect: PauseEffect
    working_minutes: int
    days: _containers.RepeatedCompositeFieldContainer[DeadlineDay]
    def __init__(self, number: _Optional[int] = ..., kind: _Optional[_Union[DeadlineStageKind, str]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., calendar: _Optional[str] = ..., calendar_version: _Optional[int] = ..., due: _Optional[_Union[_events_pb2_1.Due, _Mapping]] = ..., effect: _Optional[_Union[PauseEffect, str]] = ..., working_minutes: _Optional[int] = ..., days: _Optional[_Iterable[_Union[DeadlineDay, _Mapping]]] = ...) -> None: ...

class DeadlineDay(_message.Message):
    __slots__ = ("date", "kind", "name", "why", "counted", "total", "intervals")
    DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    COUNTED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    INTERVALS_FIELD_NUMBER: _ClassVar[int]
    date: _date_pb2.Date
    kind: _events_pb2.DayKind
    name: _events_pb2.Text
    why: CountReason
    counted: int
    total: int
    intervals: _containers.RepeatedCompositeFieldContainer[DeadlineInterval]
    def __init__(self, date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., kind: _Optional[_Union[_events_pb2.DayKind, str]] = ..., name: _Optional[_Union[_events_pb2.Text, _Mapping]] = ..., why: _Optional[_Union[CountReason, str]] = ..., counted: _Optional[int] = ..., total: _Optional[int] = ..., intervals: _Optional[_Iterable[_Union[DeadlineInterval, _Mapping]]] = ...) -> None: ...

class DeadlineInterval(_message.Message):
    __slots__ = ("begins", "ends", "counts", "why")
    BEGINS_FIELD_NUMBER: _ClassVar[int]
    ENDS_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    begins: int
    ends: int
    counts: bool
    why: CountReason
    def __init__(self, begins: _Optional[int] = ..., ends: _Optional[int] = ..., counts: _Optional[bool] = ..., why: _Optional[_Union[CountReason, str]] = ...) -> None: ...

class ExplainDeadlineResponse(_message.Message):
    __slots__ = ("summary", "stage")
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    summary: DeadlineSummary
    stage: DeadlineStage
    def __init__(self, summary: _Optional[_Union[DeadlineSummary, _Mapping]] = ..., stage: _Optional[_Union[DeadlineStage, _Mapping]] = ...) -> None: ...
