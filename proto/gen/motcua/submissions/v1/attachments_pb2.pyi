import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.api import resource_pb2 as _resource_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from motcua.chassis.v1 import access_pb2 as _access_pb2
from motcua.submissions.v1 import submissions_pb2 as _submissions_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Attachment(_message.Message):
    __slots__ = ("name", "state", "document_code", "media_type", "size", "offset", "create_time", "expire_time", "etag", "result", "unscannable")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Attachment.State]
        STATE_UPLOADING: _ClassVar[Attachment.State]
        STATE_QUARANTINED: _ClassVar[Attachment.State]
        STATE_CLEAN: _ClassVar[Attachment.State]
        STATE_INFECTED: _ClassVar[Attachment.State]
        STATE_REMOVED: _ClassVar[Attachment.State]
    STATE_UNSPECIFIED: Attachment.State
    STATE_UPLOADING: Attachment.State
    STATE_QUARANTINED: Attachment.State
    STATE_CLEAN: Attachment.State
    STATE_INFECTED: Attachment.State
    STATE_REMOVED: Attachment.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_CODE_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    UNSCANNABLE_FIELD_NUMBER: _ClassVar[int]
    name: str
    state: Attachment.State
    document_code: str
    media_type: str
    size: int
    offset: int
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    etag: str
    result: bool
    unscannable: bool
    def __init__(self, name: _Optional[str] = ..., state: _Optional[_Union[Attachment.State, str]] = ..., document_code: _Optional[str] = ..., media_type: _Optional[str] = ..., size: _Optional[int] = ..., offset: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ..., result: _Optional[bool] = ..., unscannable: _Optional[bool] = ...) -> None: ...

class CreateAttachmentRequest(_message.Message):
    __slots__ = ("parent", "document_code", "file_name", "size", "sha256", "catalog_position", "request_id", "holder", "proof", "result")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_CODE_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    parent: str
    document_code: str
    file_name: str
    size: int
    sha256: bytes
    catalog_position: int
    request_id: str
    holder: str
    proof: _submissions_pb2.Proof
    result: bool
    def __init__(self, parent: _Optional[str] = ..., document_code: _Optional[str] = ..., file_name: _Optional[str] = ..., size: _Optional[int] = ..., sha256: _Optional[bytes] = ..., catalog_position: _Optional[int] = ..., request_id: _Optional[str] = ..., holder: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ..., result: _Optional[bool] = ...) -> None: ...

class UploadAttachmentRequest(_message.Message):
    __slots__ = ("name", "offset", "data", "holder", "proof")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    name: str
    offset: int
    data: bytes
    holder: str
    proof: _submissions_pb2.Proof
    def __init__(self, name: _Optional[str] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ..., holder: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ...) -> None: ...

class GetAttachmentRequest(_message.Message):
    __slots__ = ("name", "holder", "proof")
    NAME_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    name: str
    holder: str
    proof: _submissions_pb2.Proof
    def __init__(self, name: _Optional[str] = ..., holder: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ...) -> None: ...

class ListAttachmentsRequest(_message.Message):
    __slots__ = ("parent", "holder", "proof")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    parent: str
    holder: str
    proof: _submissions_pb2.Proof
    def __init__(self, parent: _Optional[str] = ..., holder: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ...) -> None: ...

class ListAttachmentsResponse(_message.Message):
    __slots__ = ("attachments",)
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    attachments: _containers.RepeatedCompositeFieldContainer[Attachment]
    def __init__(self, attachments: _Optional[_Iterable[_Union[Attachment, _Mapping]]] = ...) -> None: ...

class DownloadAttachmentRequest(_message.Message):
    __slots__ = ("name", "purpose", "offset", "length", "catalog_position", "holder", "proof")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    name: str
    purpose: str
    offset: int
    length: int
    catalog_position: int
    holder: str
    proof: _submissions_pb2.Proof
    def __init__(self, name: _Optional[str] = ..., purpose: _Optional[str] = ..., offset: _Optional[int] = ..., length: _Optional[int] = ..., catalog_position: _Optional[int] = ..., holder: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ...) -> None: ...

class FileDetails(_message.Message):
    __slots__ = ("file_name", "sha256", "media_type", "size")
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    file_name: str
    sha256: bytes
    media_type: str
    size: int
    def __init__(self, file_name: _Optional[str] = ..., sha256: _Optional[bytes] = ..., media_type: _Optional[str] = ..., size: _Optional[int] = ...) -> None: ...

class DownloadAttachmentResponse(_message.Message):
    __slots__ = ("file", "offset", "data")
    FILE_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    file: FileDetails
    offset: int
    data: bytes
    def __init__(self, file: _Optional[_Union[FileDetails, _Mapping]] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class RemoveAttachmentRequest(_message.Message):
    __slots__ = ("name", "reason_code", "catalog_position", "etag", "request_id", "holder", "proof")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CATALOG_POSITION_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason_code: str
    catalog_position: int
    etag: str
    request_id: str
    holder: str
    proof: _submissions_pb2.Proof
    def __init__(self, name: _Optional[str] = ..., reason_code: _Optional[str] = ..., catalog_position: _Optional[int] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ..., holder: _Optional[str] = ..., proof: _Optional[_Union[_submissions_pb2.Proof, _Mapping]] = ...) -> None: ...
