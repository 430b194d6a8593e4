"""Asking the metrics service about official figures: revisions, and the items that they moved.

Promises them in the order in which they were made.
"""

from motcua.metrics.v1 import publications_pb2 as api
from services.console.portal.client import Portal
from services.console.portal.lists import listed, page_size


async def revisions_of(portal: Portal, publication: str, limit: int = 0) -> list[api.Revision]:
    """The revisions of a publication, in order."""
    request = api.ListRevisionsRequest(parent=publication, page_size=page_size(limit))
    method = portal.publications.ListRevisions
    return [each async for each in listed(portal, method, request, "revisions", limit=limit)]


async def items_of(portal: Portal, revision: str, limit: int = 0) -> list[api.MovedItem]:
    """The first items of a revision; all where the limit is 0."""
    request, found = api.ExplainRevisionRequest(name=revision), []
    method = portal.publications.ExplainRevision
    async for part in portal.stream(method, request, role="inspector"):
        if part.HasField("item"):
            found.append(part.item)
        if limit and len(found) == limit:
            break
    return found
