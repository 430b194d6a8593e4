from motcua.chassis.v1 import publishing_pb2 as _publishing_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ScanOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCAN_OUTCOME_UNSPECIFIED: _ClassVar[ScanOutcome]
    SCAN_OUTCOME_CLEAN: _ClassVar[ScanOutcome]
    SCAN_OUTCOME_INFECTED: _ClassVar[ScanOutcome]
    SCAN_OUTCOME_NOT_SCANNED: _ClassVar[ScanOutcome]
SCAN_OUTCOME_UNSPECIFIED: ScanOutcome
SCAN_OUTCOME_CLEAN: ScanOutcome
SCAN_OUTCOME_INFECTED: ScanOutcome
SCAN_OUTCOME_NOT_SCANNED: ScanOutcome

class AttachmentUploaded(_message.Message):
    __slots__ = ("attachment", "dossier", "catalog_position", "document_code", "media_type", "size", "officer", "unit", "result", "petition")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_CODE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    PETITION_FIELD_NUMBER: _ClassVar[int]
    attachment: str
    dossier: str
    catalog_position: int
    document_code: str
    media_type: str
    size: int
    officer: str
    unit: str
    result: bool
    petition: str
    def __init__(self, attachment: _Optional[str] = ..., dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., document_code: _Optional[str] = ..., media_type: _Optional[str] = ..., size: _Optional[int] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., result: _Optional[bool] = ..., petition: _Optional[str] = ...) -> None: ...

class AttachmentScanned(_message.Message):
    __slots__ = ("attachment", "dossier", "catalog_position", "outcome", "petition")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    PETITION_FIELD_NUMBER: _ClassVar[int]
    attachment: str
    dossier: str
    catalog_position: int
    outcome: ScanOutcome
    petition: str
    def __init__(self, attachment: _Optional[str] = ..., dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., outcome: _Optional[_Union[ScanOutcome, str]] = ..., petition: _Optional[str] = ...) -> None: ...

class AttachmentRemoved(_message.Message):
    __slots__ = ("attachment", "dossier", "catalog_position", "reason_code", "officer", "unit", "petition")
    ATTACHMENT_FIELD_NUMBER: _ClassVar[int]
    DOSSIER_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    PETITION_FIELD_NUMBER: _ClassVar[int]
    attachment: str
    dossier: str
    catalog_position: int
    reason_code: str
    officer: str
    unit: str
    petition: str
    def __init__(self, attachment: _Optional[str] = ..., dossier: _Optional[str] = ..., catalog_position: _Optional[int] = ..., reason_code: _Optional[str] = ..., officer: _Optional[str] = ..., unit: _Optional[str] = ..., petition: _Optional[str] = ...) -> None: ...
