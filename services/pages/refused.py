"""What a service refused, as a page can show it: a status of HTTP, its reason, words in both
languages.

The words are the service's own. Must not show a text that is meant for programs.
"""

import math
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import grpc
from google.rpc import error_details_pb2, status_pb2

DETAILS = "grpc-status-details-bin"
STATUSES = {
    grpc.StatusCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    grpc.StatusCode.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    grpc.StatusCode.FAILED_PRECONDITION: HTTPStatus.CONFLICT,
    grpc.StatusCode.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    grpc.StatusCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    grpc.StatusCode.RESOURCE_EXHAUSTED: HTTPStatus.TOO_MANY_REQUESTS,
}


class Refused(Exception):  # noqa: N818 - said by a service, or by ourselves of a question
    """Status of HTTP, stable reason, words by language, and the seconds after which the same may
    be asked again; 0.0: nobody says so.
    """

    def __init__(
        self, status: HTTPStatus, reason: str, words: dict[str, str], again_in: float = 0.0
    ) -> None:
        super().__init__(reason)
        self.again_in = again_in
        self.status = status
        self.reason = reason
        self.words = words


def later(again_in: float) -> dict[str, str]:
    """The header that says after how many seconds the same may be asked again, if anybody knows."""
    return {"retry-after": str(math.ceil(again_in))} if again_in > 0 else {}


def refused_by(failed: grpc.aio.AioRpcError) -> Refused:
    """What a service answered instead of an answer; one that is away is 503."""
    status = STATUSES.get(failed.code(), HTTPStatus.SERVICE_UNAVAILABLE)
    reason, words, again_in = failed.code().name, {}, 0.0
    for each in details(failed):
        if each.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            reason = unpacked(each, error_details_pb2.ErrorInfo()).reason
        elif each.Is(error_details_pb2.LocalizedMessage.DESCRIPTOR):
            text = unpacked(each, error_details_pb2.LocalizedMessage())
            words[text.locale[:2]] = text.message
        elif each.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            asked = unpacked(each, error_details_pb2.RetryInfo())
            again_in = asked.retry_delay.ToTimedelta().total_seconds()
    return Refused(status, reason, words, again_in)


def details(failed: grpc.aio.AioRpcError) -> Iterator[Any]:
    """What the error carries."""
    for name, value in failed.trailing_metadata() or ():
        if name == DETAILS:
            yield from status_pb2.Status.FromString(value).details


def unpacked(container: Any, message: Any) -> Any:
    """The message inside."""
    container.Unpack(message)
    return message
