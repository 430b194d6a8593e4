from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.type import date_pb2 as _date_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from motcua.metrics.v1 import events_pb2 as _events_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssertedFigure(_message.Message):
    __slots__ = ("kind", "unit", "start_date", "end_date", "value", "measure", "wording", "source", "source_date", "sample", "responses", "definitions")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[AssertedFigure.Kind]
        KIND_FIGURE: _ClassVar[AssertedFigure.Kind]
        KIND_SURVEY: _ClassVar[AssertedFigure.Kind]
    KIND_UNSPECIFIED: AssertedFigure.Kind
    KIND_FIGURE: AssertedFigure.Kind
    KIND_SURVEY: AssertedFigure.Kind
    class Measure(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        MEASURE_UNSPECIFIED: _ClassVar[AssertedFigure.Measure]
        MEASURE_PERCENT: _ClassVar[AssertedFigure.Measure]
        MEASURE_NUMERATOR: _ClassVar[AssertedFigure.Measure]
        MEASURE_DENOMINATOR: _ClassVar[AssertedFigure.Measure]
        MEASURE_CONSIDERED: _ClassVar[AssertedFigure.Measure]
    MEASURE_UNSPECIFIED: AssertedFigure.Measure
    MEASURE_PERCENT: AssertedFigure.Measure
    MEASURE_NUMERATOR: AssertedFigure.Measure
    MEASURE_DENOMINATOR: AssertedFigure.Measure
    MEASURE_CONSIDERED: AssertedFigure.Measure
    KIND_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    WORDING_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DATE_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_FIELD_NUMBER: _ClassVar[int]
    RESPONSES_FIELD_NUMBER: _ClassVar[int]
    DEFINITIONS_FIELD_NUMBER: _ClassVar[int]
    kind: AssertedFigure.Kind
    unit: str
    start_date: _date_pb2.Date
    end_date: _date_pb2.Date
    value: str
    measure: AssertedFigure.Measure
    wording: str
    source: str
    source_date: _date_pb2.Date
    sample: int
    responses: int
    definitions: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, kind: _Optional[_Union[AssertedFigure.Kind, str]] = ..., unit: _Optional[str] = ..., start_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., value: _Optional[str] = ..., measure: _Optional[_Union[AssertedFigure.Measure, str]] = ..., wording: _Optional[str] = ..., source: _Optional[str] = ..., source_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., sample: _Optional[int] = ..., responses: _Optional[int] = ..., definitions: _Optional[_Iterable[str]] = ...) -> None: ...

class FigureAsserted(_message.Message):
    __slots__ = ("assertion", "figure", "unpublished")
    ASSERTION_FIELD_NUMBER: _ClassVar[int]
    FIGURE_FIELD_NUMBER: _ClassVar[int]
    UNPUBLISHED_FIELD_NUMBER: _ClassVar[int]
    assertion: str
    figure: AssertedFigure
    unpublished: bool
    def __init__(self, assertion: _Optional[str] = ..., figure: _Optional[_Union[AssertedFigure, _Mapping]] = ..., unpublished: _Optional[bool] = ...) -> None: ...

class AssertionPublished(_message.Message):
    __slots__ = ("assertion", "unit")
    ASSERTION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    assertion: str
    unit: str
    def __init__(self, assertion: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...

class AssertionWithdrawn(_message.Message):
    __slots__ = ("assertion", "unit", "reason")
    ASSERTION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    assertion: str
    unit: str
    reason: str
    def __init__(self, assertion: _Optional[str] = ..., unit: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class InspectionReport(_message.Message):
    __slots__ = ("unit", "date", "decision", "receipts", "findings")
    UNIT_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    RECEIPTS_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    unit: str
    date: _date_pb2.Date
    decision: str
    receipts: _containers.RepeatedCompositeFieldContainer[_events_pb2.Receipt]
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    def __init__(self, unit: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., decision: _Optional[str] = ..., receipts: _Optional[_Iterable[_Union[_events_pb2.Receipt, _Mapping]]] = ..., findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("code", "text", "remedy_by_date")
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    REMEDY_BY_DATE_FIELD_NUMBER: _ClassVar[int]
    code: str
    text: str
    remedy_by_date: _date_pb2.Date
    def __init__(self, code: _Optional[str] = ..., text: _Optional[str] = ..., remedy_by_date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class InspectionRecorded(_message.Message):
    __slots__ = ("inspection", "report")
    INSPECTION_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    inspection: str
    report: InspectionReport
    def __init__(self, inspection: _Optional[str] = ..., report: _Optional[_Union[InspectionReport, _Mapping]] = ...) -> None: ...

class FindingRemedied(_message.Message):
    __slots__ = ("inspection", "unit", "finding", "date")
    INSPECTION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    inspection: str
    unit: str
    finding: str
    date: _date_pb2.Date
    def __init__(self, inspection: _Optional[str] = ..., unit: _Optional[str] = ..., finding: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ...) -> None: ...

class InspectionWithdrawn(_message.Message):
    __slots__ = ("inspection", "unit", "reason")
    INSPECTION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    inspection: str
    unit: str
    reason: str
    def __init__(self, inspection: _Optional[str] = ..., unit: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
