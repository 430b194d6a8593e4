"""DraftService: a portal's drafts, begun, saved, read, deleted and submitted.

A draft that is not the caller's own is answered as one that does not exist.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from google.protobuf.empty_pb2 import Empty

from motcua.submissions.v1 import drafts_pb2 as api
from motcua.submissions.v1.drafts_pb2_grpc import DraftServiceServicer
from motcua.submissions.v1.submissions_pb2 import SubmitDossierResponse
from services.chassis.call import current
from services.chassis.page_tokens import size_of
from services.submissions.api import drafting, replies, submitting_drafts
from services.submissions.api.commands import clock
from services.submissions.api.context import Context
from services.submissions.domain.numbers import secret


class Cursor(NamedTuple):
    """The last draft of the page before: when it was begun (ISO 8601), and its id."""

    created: str
    draft: str


class DraftServicer(DraftServiceServicer):
    """Serves motcua.submissions.v1.DraftService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def CreateDraft(self, request: api.CreateDraftRequest, context: Any) -> api.Draft:
        """Begin a draft."""
        return await drafting.create(self._context, request)

    async def GetDraft(self, request: api.GetDraftRequest, context: Any) -> api.Draft:
        """One draft with all that it says, once it is recorded who asks for it."""
        return await drafting.opened(self._context, request)

    async def ListDrafts(
        self, request: api.ListDraftsRequest, context: Any
    ) -> api.ListDraftsResponse:
        """A page of the caller's own drafts, those at units that its role reaches."""
        call, size = current(), size_of(request)
        call.exempt()  # nobody sees another's
        cursor = call.page_of(Cursor, request)
        after = (datetime.fromisoformat(cursor.created), UUID(cursor.draft)) if cursor else None
        subject, drafts = call.caller.subject, self._context.drafts
        holders = drafts.hashes(subject, request.holder) or None
        found = await drafts.page(subject, holders, after, size + 1)
        page, more = found[:size], found[size:]
        token = (
            call.page_token(Cursor(page[-1].created_at.isoformat(), str(page[-1].id)), request)
            if more
            else ""
        )
        listed = (each.resource() for each in page)
        own = [each for each in listed if call.permits(each.receiving_unit)]
        return api.ListDraftsResponse(drafts=own, next_page_token=token)

    async def UpdateDraft(self, request: api.UpdateDraftRequest, context: Any) -> api.Draft:
        """Save a draft, whole."""
        return await drafting.save(self._context, request)

    async def DeleteDraft(self, request: api.DeleteDraftRequest, context: Any) -> Empty:
        """Delete a draft with its key."""
        await drafting.delete(self._context, request)
        return Empty()

    async def SubmitDraft(
        self, request: api.SubmitDraftRequest, context: Any
    ) -> SubmitDossierResponse:
        """Take a draft in as a dossier, number it, and give its secret; or only look."""
        units, key = self._context.catalogue.units, self._context.keys.current[1]
        if request.validate_only:
            looked_at = await submitting_drafts.validate(self._context, request)
            return replies.validated(replies.dossier(looked_at, units, clock()))
        done = await submitting_drafts.submit(self._context, request)
        dossier = replies.dossier(done, units, clock())
        return SubmitDossierResponse(dossier=dossier, secret=secret(key, dossier.name))
