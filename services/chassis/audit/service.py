"""AuditService: lists for inspectors what was refused and read, within their subtree.

A subtree is a matter of the catalogue, which the database does not know: entries are looked through
in order, so many a call, and a page may be short.
"""
# ruff: noqa: N802 — the contract names the methods

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from google.api import resource_pb2
from google.protobuf.descriptor import FileDescriptor, MethodDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.chassis.v1 import audit_pb2 as api
from motcua.chassis.v1 import audit_pb2_grpc
from services.chassis.access import Within
from services.chassis.audit.record import Audit, Cursor, Entry, EntryFilter
from services.chassis.call import current
from services.chassis.page_tokens import size_of

SCANNED_MOST, SCANNED_AT_ONCE = 5_000, 1_000  # entries of one call, and of one statement
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
BEGIN = Cursor(EARLIEST.isoformat(), 0, 0)
RESOURCE_FIELDS = ("name", "dossier", "petition", "parent")


class Audited(audit_pb2_grpc.AuditServiceServicer):
    """Serves motcua.chassis.v1.AuditService."""

    def __init__(self, audit: Audit, within: Within, types: Mapping[str, str]) -> None:
        self._audit, self._within, self._types = audit, within, types

    async def ListAuditEntries(
        self, request: api.ListAuditEntriesRequest, _: Any
    ) -> api.ListAuditEntriesResponse:
        """A page, and where the next one begins."""
        call, size = current(), size_of(request)
        after, shown = call.page_of(Cursor, request) or BEGIN, list[Entry]()
        for _ in range(SCANNED_MOST // SCANNED_AT_ONCE):
            found = await self._audit.entries(filter_of(request), after, SCANNED_AT_ONCE)
            for each in found:
                after = Cursor(each.at.isoformat(), each.kind, each.number)
                if self._is_within(request.subtree, each.unit):
                    shown.append(each)
                if len(shown) == size:
                    return self._answered(shown, call.page_token(after, request))
            if len(found) < SCANNED_AT_ONCE:
                return self._answered(shown, "")
        return self._answered(shown, call.page_token(after, request))

    def _is_within(self, top: str, unit: str) -> bool:
        return not top or unit == top or (bool(unit) and self._within(top, unit))

    def _answered(self, entries: list[Entry], token: str) -> api.ListAuditEntriesResponse:
        listed = (entry_of(each, self._types.get(each.method, "")) for each in entries)
        return api.ListAuditEntriesResponse(entries=listed, next_page_token=token)


def offered(
    audit: Audit, within: Within, contracts: list[FileDescriptor]
) -> tuple[Callable[[Any, Any], None], object, FileDescriptor]:
    """As a server offers it, beside the methods of these contracts."""
    servicer = Audited(audit, within, types_of(contracts))
    return audit_pb2_grpc.add_AuditServiceServicer_to_server, servicer, api.DESCRIPTOR


def types_of(contracts: list[FileDescriptor]) -> dict[str, str]:
    """What each method is about, by its path, as its request's contract says."""
    methods = (
        method
        for contract in contracts
        for service in contract.services_by_name.values()
        for method in service.methods
    )
    found = {f"/{each.containing_service.full_name}/{each.name}": type_of(each) for each in methods}
    return {path: kind for path, kind in found.items() if kind}


def type_of(method: MethodDescriptor) -> str:
    """Such as `motcua/Dossier`; "" where the request names no resource."""
    fields = method.input_type.fields_by_name
    for name in RESOURCE_FIELDS:
        if name in fields:
            options: Any = fields[name].GetOptions()
            reference = options.Extensions[resource_pb2.resource_reference]
            if reference.type or reference.child_type:
                return str(reference.type or reference.child_type)
    return ""


def filter_of(request: api.ListAuditEntriesRequest) -> EntryFilter:
    """What a request asks for."""
    return EntryFilter(
        list(request.kinds) or None,
        request.caller or None,
        request.method or None,
        instant(request, "start_time", EARLIEST),
        instant(request, "end_time", LATEST),
    )


def instant(request: Any, field: str, absent: datetime) -> datetime:
    """A time of a request."""
    if not request.HasField(field):
        return absent
    stated: datetime = getattr(request, field).ToDatetime(tzinfo=UTC)
    return stated


def entry_of(each: Entry, resource_type: str) -> api.AuditEntry:
    """As the contract has it."""
    return api.AuditEntry(
        kind=api.AuditEntry.Kind.Name(each.kind),
        first_time=stamp(each.first),
        last_time=stamp(each.last),
        count=each.alike,
        caller=each.caller,
        method=each.method,
        reason=each.reason,
        unit=each.unit,
        resource_type=resource_type,
        resources=each.resources,
    )


def stamp(at: datetime) -> Timestamp:
    """An instant of a message."""
    found = Timestamp()
    found.FromDatetime(at)
    return found
