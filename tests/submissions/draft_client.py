"""A portal that saves drafts: the calls of DraftService, as one of a citizen's sessions makes them.

Promises requests with all that a test does not care about. Must not assert.
"""

from __future__ import annotations

import uuid
from typing import Any

from motcua.submissions.v1 import drafts_pb2 as api
from motcua.submissions.v1.submissions_pb2 import SubmitDossierResponse
from tests.submissions.house import OFFERING, House


class DraftClient:
    """One portal, with its drafts for one holder ("": it names none)."""

    def __init__(
        self, house: House, *, portal: str = "", unit: str = "*", holder: str = ""
    ) -> None:
        self.house, self.holder = house, holder
        self.portal = portal or f"portal-{uuid.uuid4()}"
        self.caller = house.caller("portal", unit, self.portal)
        self.usual = {"offering": OFFERING, "receiving_unit": "units/ward", "channel": 1}

    async def create(self, *, request_id: str = "", **said: Any) -> api.Draft:
        """Begin one."""
        request = api.CreateDraftRequest(
            draft=self.usual | said,
            holder=self.holder,
            catalog_position=self.house.catalogue.position,
            request_id=request_id or str(uuid.uuid4()),
        )
        return await self.house.drafts.CreateDraft(request, **self.caller)

    async def get(self, name: str) -> api.Draft:
        """With all that it says."""
        request = api.GetDraftRequest(
            name=name, holder=self.holder, catalog_position=self.house.catalogue.position
        )
        return await self.house.drafts.GetDraft(request, **self.caller)

    async def save(
        self, draft: api.Draft, *, etag: str = "", request_id: str = "", **said: Any
    ) -> api.Draft:
        """As it is now, with something else in it."""
        request = api.UpdateDraftRequest(
            draft=self.usual | {"name": draft.name} | said,
            holder=self.holder,
            etag=etag or draft.etag,
            catalog_position=self.house.catalogue.position,
            request_id=request_id or str(uuid.uuid4()),
        )
        return await self.house.drafts.UpdateDraft(request, **self.caller)

    async def delete(self, draft: api.Draft, *, etag: str = "") -> None:
        """Delete it."""
        request = api.DeleteDraftRequest(
            name=draft.name, holder=self.holder, etag=etag, request_id=str(uuid.uuid4())
        )
        await self.house.drafts.DeleteDraft(request, **self.caller)

    async def submit(self, draft: api.Draft, **fields: Any) -> SubmitDossierResponse:
        """Submit it as it was seen."""
        usual = {
            "name": draft.name,
            "holder": self.holder,
            "etag": draft.etag,
            "catalog_position": self.house.catalogue.position,
            "request_id": str(uuid.uuid4()),
        }
        request = api.SubmitDraftRequest(**(usual | fields))
        return await self.house.drafts.SubmitDraft(request, **self.caller)

    async def listed(self, *, size: int = 0) -> list[str]:
        """The names of all, page by page."""
        names, token = list[str](), ""
        while True:
            request = api.ListDraftsRequest(holder=self.holder, page_size=size, page_token=token)
            answer = await self.house.drafts.ListDrafts(request, **self.caller)
            names += [each.name for each in answer.drafts]
            if not (token := answer.next_page_token):
                return names
