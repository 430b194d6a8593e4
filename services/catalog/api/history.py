"""The history of one resource: who changed it, why, when it was true and when it was known.

Promises every change, straight from the log. Must not leave anything out.
"""
# ruff: noqa: N802 — methods are named by the contract

from typing import Any

from motcua.catalog.v1 import catalog_pb2 as api
from services.catalog.api.asking import NAMED, ReadingDoor
from services.catalog.api.changes import told
from services.catalog.api.pages import Cursor, fitting, question_of, size_of
from services.catalog.domain.refusals.reading import NO_HISTORY
from services.catalog.domain.refusals.shared import NAME_MALFORMED
from services.catalog.queries import When
from services.catalog.queries.facts import kind_of
from services.chassis.errors import Refusal

START = "0"  # the version before the first


class History(ReadingDoor):
    """List the changes of a resource."""

    async def ListChanges(
        self, request: api.ListChangesRequest, _context: Any
    ) -> api.ListChangesResponse:
        """A page of changes, in the order in which they were recorded."""
        require_form(request.name)
        size, cursor = size_of(request.page_size), self.begun(request)
        events = await self.reader.history(request.name, int(cursor.after), size + 1)
        if not events and cursor.after == START:
            raise Refusal(NO_HISTORY, field="name", values={"name": request.name})
        fits = fitting((len(event.payload) for event in events), size)
        return api.ListChangesResponse(
            changes=[told(event, actor=event.actor) for event in events[:fits]],
            next_page_token=cursor.next_token(fits, [str(event.version) for event in events]),
        )

    def begun(self, request: api.ListChangesRequest) -> Cursor:
        """After which version a page begins; a history only ever grows at its end."""
        question = question_of(request)
        if request.page_token:
            return Cursor.decoded(request.page_token, question)
        return Cursor(START, When(self.clock()), question)


def require_form(name: str) -> None:
    """Refuse what can be no name of a resource here."""
    kind = kind_of(name)
    if kind not in NAMED:
        raise Refusal(NAME_MALFORMED, field="name", values={"form": f"{' | '.join(NAMED)}/…"})
    NAMED[kind](name, field="name")
