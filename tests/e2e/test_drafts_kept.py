"""A portal's journey over real processes: a draft, autosaved while a citizen fills it in, survives
what befalls the service, and becomes a dossier.

Promises `kill -9` between any two of its steps. Must not need more patience than a portal has.
"""

from __future__ import annotations

import json
import shutil
import uuid
from typing import Any

from deploy.embedded.directory import make_temporary
from deploy.embedded.tokens import OPERATOR
from motcua.submissions.v1 import drafts_pb2 as api
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.personal_data_pb2 import GetPersonalDataRequest
from motcua.submissions.v1.submissions_pb2 import TrackDossierRequest
from services.console.portal.client import Portal
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import Office

PORTAL, HOLDER = "portal-7", "session-1"


class Journey:
    """One citizen's draft, and the portal that saves it."""

    def __init__(self, portal: Portal, office: Office) -> None:
        self.portal = portal
        self.draft = api.Draft(
            offering="services/birth/offerings/ward-1",
            receiving_unit="units/ward-1",
            channel=facts.CHANNEL_ONLINE,
        )
        self.position = office.catalog_position

    async def call(self, method: str, request: Any) -> Any:
        request.holder = HOLDER
        if "catalog_position" in request.DESCRIPTOR.fields_by_name:
            request.catalog_position = self.position
        if "request_id" in request.DESCRIPTOR.fields_by_name and not request.request_id:
            request.request_id = str(uuid.uuid4())
        call = getattr(self.portal.drafts, method)
        return await self.portal.call(
            call, request, role="portal", unit="units/ward-1", subject=PORTAL
        )

    async def save(self, **form: str) -> None:
        """Begin it, or save it again, with this in its form."""
        self.draft.form = json.dumps(form, ensure_ascii=False).encode()
        if self.draft.name:
            request: Any = api.UpdateDraftRequest(draft=self.draft, etag=self.draft.etag)
            saved = await self.call("UpdateDraft", request)
        else:
            saved = await self.call("CreateDraft", api.CreateDraftRequest(draft=self.draft))
        self.draft.name, self.draft.etag = saved.name, saved.etag


async def test_what_was_saved_survives_kills_and_becomes_a_dossier_once() -> None:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        journey = Journey(portal, await Office.open(portal))
        for form in ({"họ": "Ng"}, {"họ": "Nguyễn"}, {"họ": "Nguyễn", "tên": "An"}):
            await journey.save(**form)
            await stack.services["submissions"].kill()
            await stack.services["submissions"].start()
            name = journey.draft.name
            kept = await journey.call("GetDraft", api.GetDraftRequest(name=name))
            assert json.loads(kept.form) == form
            assert kept.etag == journey.draft.etag
        request = api.SubmitDraftRequest(name=name, etag=kept.etag, request_id=str(uuid.uuid4()))
        done = await journey.call("SubmitDraft", request)
        await stack.services["submissions"].kill()
        await stack.services["submissions"].start()
        assert await journey.call("SubmitDraft", request) == done
        number = TrackDossierRequest(number=done.dossier.number, secret=done.secret)
        tracked = await portal.call(portal.submissions.TrackDossier, number, role="portal")
        assert tracked.status == facts.STATUS_SUBMITTED
        wanted = GetPersonalDataRequest(name=kept.dossier, purpose="check the form")
        data = await portal.call(
            portal.personal_data.GetPersonalData, wanted, role="officer", subject=OPERATOR
        )
        assert data.form == kept.form
        listed = await journey.call("ListDrafts", api.ListDraftsRequest())
        assert list(listed.drafts) == []
    shutil.rmtree(path)
