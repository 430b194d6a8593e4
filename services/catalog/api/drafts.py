"""Who may see what is not published: drafts of services, and who recorded a change and why.

To whoever has no role over its authority a draft is not there, whichever way it is asked for, also
as it was known in the past.
"""

from collections.abc import Sequence

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1.events_pb2 import ServiceDrafted
from motcua.chassis.v1 import access_pb2 as declared
from services.catalog.domain.versions import Service
from services.catalog.queries import SERVICES, Found, Reader, TimeAxes, Tree
from services.chassis import call
from services.chassis.store import Executed

DRAFTED = ServiceDrafted.DESCRIPTOR.full_name
DRAFT = api.Service.STATE_DRAFT
MARK = api.Service(has_draft=True).SerializeToString()  # as it stands in a service that has one
READERS = frozenset(
    {
        declared.ROLE_EDITOR,
        declared.ROLE_OFFICER,
        declared.ROLE_LEADER,
        declared.ROLE_IMPORTER,
        declared.ROLE_INSPECTOR,
    }
)


def may_see(authority: str) -> bool:
    """Whether the caller may see drafts of a unit."""
    return call.current().holds(READERS, authority)


def units_of_caller(tree: Tree) -> tuple[str, ...] | None:
    """The units whose drafts the caller may see; None: all."""
    tops = call.current().tops(READERS)
    return None if "" in tops else tree.reached(tops)


async def shown(reader: Reader, row: Found | None, axes: TimeAxes) -> Found | None:
    """A resource as the caller may see it; None where it is a draft that the caller may not."""
    if row is None or row.kind != SERVICES:
        return row
    service = row.message
    if may_see(service.authority):
        return row
    if service.state == DRAFT:
        return None
    [published] = await _as_published(reader, [row], [_without_mark(row, service)], axes)
    return published


async def marked(reader: Reader, rows: Sequence[Found], axes: TimeAxes) -> list[Found]:
    """Resources that the tables gave for what the caller may see; of published services, whether a
    draft waits is told only to who may see it.
    """
    if axes.drafts is None:
        return list(rows)
    seen = frozenset(axes.drafts)
    return await _as_published(reader, rows, [_marked(row, seen) for row in rows], axes)


async def _as_published(
    reader: Reader, rows: Sequence[Found], shown: list[Found], axes: TimeAxes
) -> list[Found]:
    """Those that lost their mark with the etag and position that they had without a draft: these
    would tell of it, too.
    """
    hidden = [new.name for old, new in zip(rows, shown, strict=True) if new is not old]
    if not hidden:
        return shown
    stamps = await reader.without_drafts(hidden, axes.as_known, DRAFTED)
    return [_stamped(row, *stamps[row.name]) if row.name in stamps else row for row in shown]


def _stamped(row: Found, version: int, position: int) -> Found:
    service = row.message
    service.position, service.etag = position, Executed(None, "", version, 0, ()).etag
    content = service.SerializeToString(deterministic=True)
    return row._replace(version=version, position=position, content=content)


def visible_to_caller(service: Service) -> Service:
    """A service as the caller may see it: where there are only drafts of other authorities, there
    is no service.
    """
    if service.versions or any(may_see(each.content.authority) for each in service.drafts):
        return service
    return Service()


def _marked(row: Found, seen: frozenset[str]) -> Found:
    if row.kind != SERVICES or MARK not in row.content:  # taking 1,000 apart takes 10 ms
        return row
    service = row.message
    return row if service.authority in seen else _without_mark(row, service)


def _without_mark(row: Found, service: api.Service) -> Found:
    """A published service, without a word of the draft that waits."""
    if not service.has_draft:
        return row
    service.has_draft = False
    return row._replace(content=service.SerializeToString(deterministic=True))
