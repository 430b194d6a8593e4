"""The one table from refusals to gRPC statuses, and what an error carries to the caller (AIP-193).

An unexpected exception becomes INTERNAL_ERROR, and nothing of its text gets through.
"""

from typing import Any

import grpc
from google.protobuf.any_pb2 import Any as Packed
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status

from services.chassis.database import is_full, is_lost
from services.chassis.errors import FULL_AGAIN_IN, Quota, Refusal
from services.chassis.reasons import ChassisReason, Kind, Reason

DOMAIN = "motcua"
MOMENT, SOON = 1.0, 60.0  # seconds
LARGEST = 5000  # bytes of details; encoded and with all else they must fit into 8 KiB of metadata
CODES = {
    Kind.INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    Kind.NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    Kind.EXISTS: grpc.StatusCode.ALREADY_EXISTS,
    Kind.STATE: grpc.StatusCode.FAILED_PRECONDITION,
    Kind.CONFLICT: grpc.StatusCode.ABORTED,
    Kind.REUSED: grpc.StatusCode.ALREADY_EXISTS,
    Kind.DENIED: grpc.StatusCode.PERMISSION_DENIED,
    Kind.UNAUTHENTICATED: grpc.StatusCode.UNAUTHENTICATED,
    Kind.UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
    Kind.TOO_LARGE: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Kind.BUSY: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Kind.DEADLINE: grpc.StatusCode.DEADLINE_EXCEEDED,
    Kind.UNIMPLEMENTED: grpc.StatusCode.UNIMPLEMENTED,
    Kind.INTERNAL: grpc.StatusCode.INTERNAL,
}


def refusal_of(error: BaseException) -> Refusal:
    """The refusal that a caller may see of any error."""
    if isinstance(error, Refusal):
        return error
    if is_full(error):
        return Refusal(ChassisReason.STORE_FULL, retry_after=FULL_AGAIN_IN)
    if is_lost(error):
        return Refusal(ChassisReason.BACKEND_UNAVAILABLE, retry_after=1.0)
    return Refusal(ChassisReason.INTERNAL_ERROR)


def trailing(refusal: Refusal, *, request_id: str) -> tuple[tuple[str, str | bytes], ...]:
    """The trailing metadata in which gRPC clients look for details, and gRPC's own retries for the
    time to wait (gRFC A6); -1, not to repeat, where that is longer than a caller waits. What is
    away for a moment gets none: another process may answer at once, and a primary is soon replaced,
    so that gRPC's own pauses, which begin with a tenth of a second, are right.
    """
    status = status_of(refusal, request_id=request_id)
    found = (("grpc-status-details-bin", status.SerializeToString()),)
    away = refusal.reason.kind is Kind.UNAVAILABLE and (refusal.retry_after or 0) <= MOMENT
    if refusal.retry_after is None or away:
        return found
    milliseconds = round(refusal.retry_after * 1000) if refusal.retry_after <= SOON else -1
    return (*found, ("grpc-retry-pushback-ms", str(milliseconds)))


def status_of(refusal: Refusal, *, request_id: str) -> Status:
    """Code, message and details, as a message."""
    status = Status(code=CODES[refusal.reason.kind].value[0], message=refusal.message("en"))
    status.details.extend(packed(each) for each in details_of(refusal, request_id=request_id))
    return status


def details_of(refusal: Refusal, *, request_id: str) -> list[Any]:
    """Reason, words in both languages, the call's id; field and time to wait where there are."""
    words = [
        details.LocalizedMessage(locale="vi", message=refusal.message("vi")),
        details.LocalizedMessage(locale="en", message=refusal.message("en")),
    ]
    code = refusal.reason.code
    info = details.ErrorInfo(reason=code, domain=DOMAIN, metadata=refusal.values)
    named = [details.RequestInfo(request_id=request_id)] if request_id else []
    found: list[Any] = [info, *words, *named]
    violations = violations_of(refusal, room=LARGEST - sum(each.ByteSize() for each in found))
    if violations:
        found.append(details.BadRequest(field_violations=violations))
    if refusal.quota is not None:
        found.append(quota_failure(refusal.quota, refusal.message("en")))
    if refusal.also and len(violations) <= len(refusal.also):
        info.metadata["violations"] = str(len(refusal.also) + 1)
    if refusal.retry_after is not None:
        wait = Duration(
            nanos=round(refusal.retry_after % 1 * 1e9), seconds=int(refusal.retry_after)
        )
        found.append(details.RetryInfo(retry_delay=wait))
    return found


def quota_failure(quota: Quota, description: str) -> Any:
    """Which bound was reached; never by whom."""
    violation = details.QuotaFailure.Violation(
        subject=f"role:{quota.role}",
        description=description,
        quota_metric=f"{DOMAIN}/{quota.limit.strip('/')}",
        quota_id=quota.what,
        quota_value=round(quota.most),
    )
    return details.QuotaFailure(violations=[violation])


def violations_of(refusal: Refusal, *, room: int) -> list[Any]:
    """Every field at fault with its own reason and words; the first, and what has room beside."""
    found: list[Any] = []
    for each in (refusal, *refusal.also):
        violation = details.BadRequest.FieldViolation(
            field=each.field,
            description=each.message("en"),
            reason=each.reason.code,
            localized_message=details.LocalizedMessage(locale="vi", message=each.message("vi")),
        )
        room -= violation.ByteSize()
        if found and room < 0:
            break
        if each.field:
            found.append(violation)
    return found


def packed(message: Any) -> Packed:
    """The message with its type's name."""
    container = Packed()
    container.Pack(message)
    return container


def refusal_of_end(reason: Reason) -> Refusal:
    """What the caller is told of an end that is not his: a server that ends can be asked again."""
    again = 1.0 if reason is ChassisReason.SERVER_ENDING else None
    return Refusal(reason, retry_after=again)
