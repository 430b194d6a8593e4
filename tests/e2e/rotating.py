"""Callers who go on while keys and passwords are exchanged, and who keep what must stay valid.

Promises that nothing is tried again: what is refused, or not answered, is a fault; but for what a
service has just recorded, and does not show yet. Must not know what a rotation does.
"""

from __future__ import annotations

import asyncio
import http.client
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import grpc
from google.rpc import error_details_pb2

from deploy.embedded.tokens import issue_token
from motcua.catalog.v1.catalog_pb2 import ListUnitsRequest
from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.personal_data_pb2 import GetPersonalDataRequest
from services.console.portal.client import Portal
from services.console.portal.patience import detail
from tests.e2e.office import Office
from tests.e2e.world import BEHIND

REST = 0.8  # seconds between two rounds


async def shown(method: Any, request: Any) -> Any:
    """The answer, once the service has read its own log so far: seconds, on a busy machine."""
    while True:
        try:
            return await method(request, timeout=30)
        except grpc.aio.AioRpcError as failed:
            said = detail(failed, error_details_pb2.ErrorInfo)
            if not said or said.reason not in BEHIND:
                raise
            await asyncio.sleep(0.1)


@dataclass(frozen=True)
class Kept:
    """What somebody got once, and will come back with."""

    request: api.SubmitDossierRequest
    dossier: api.Dossier
    secret: str
    applicant: str
    page_token: str
    bearer: tuple[tuple[str, str], ...]  # a portal's token
    session: str  # a cookie


@dataclass
class Callers:
    """One round after another, until `stop`."""

    data_dir: Path
    portal: Portal
    office: Office
    pages: str  # their address
    password: str
    faults: list[str] = field(default_factory=list)
    rounds: int = 0
    kept: list[Kept] = field(default_factory=list)
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """Until told to stop."""
        while not self.ending.is_set():
            try:
                found = await self.round()
                await self.come_back(found)
            except Exception as error:  # noqa: BLE001 — each is a fault, whatever it is
                self.faults.append(repr(error))
            self.rounds += 1
            await asyncio.sleep(REST)

    async def keep(self) -> None:
        """What is valid from now on."""
        self.kept.append(await self.round())

    async def round(self) -> Kept:
        """Submit, list, sign in."""
        request, portal = self.office.submission(self.rounds, ward=1), self.portal
        bearer = self.bearer("portal")
        done = await portal.submissions.SubmitDossier(request, metadata=bearer, timeout=30)
        listed = await portal.catalog.ListUnits(ListUnitsRequest(page_size=1), timeout=30)
        session = await asyncio.to_thread(self.sign_in)
        name = request.applicant.full_name
        token = listed.next_page_token
        return Kept(request, done.dossier, done.secret, name, token, bearer, session)

    async def come_back(self, kept: Kept) -> None:
        """With all of it; the repeat of a request gets the same answer."""
        calls = self.portal.submissions
        again = await calls.SubmitDossier(kept.request, metadata=kept.bearer, timeout=30)
        assert again.dossier.name == kept.dossier.name
        for secret in (kept.secret, again.secret):
            asked = api.TrackDossierRequest(number=kept.dossier.number, secret=secret)
            tracked = await shown(calls.TrackDossier, asked)
            assert tracked.number == kept.dossier.number
        opened = await self.portal.personal_data.GetPersonalData(
            GetPersonalDataRequest(name=kept.dossier.name, purpose="complaint 7"),
            metadata=self.bearer("officer"),
            timeout=30,
        )
        assert opened.applicant.full_name == kept.applicant
        page = ListUnitsRequest(page_size=1, page_token=kept.page_token)
        assert (await self.portal.catalog.ListUnits(page, timeout=30)).units
        assert await asyncio.to_thread(self.is_signed_in, kept.session)

    def bearer(self, role: str) -> tuple[tuple[str, str], ...]:
        """A new token's."""
        return (("authorization", f"Bearer {issue_token(self.data_dir, role)}"),)

    def sign_in(self) -> str:
        """A session's cookie."""
        form = urlencode({"account": "inspector", "password": self.password})
        answer = self._ask("POST", "/en/sign-in", form)
        assert answer.status == 303, answer.status
        return str(answer.getheader("set-cookie")).partition(";")[0]

    def is_signed_in(self, cookie: str) -> bool:
        """Whether the pages offer to sign out."""
        return b"/en/sign-out" in self._ask("GET", "/en/indicators", cookie=cookie).read()

    def _ask(self, method: str, path: str, body: str = "", cookie: str = "") -> Any:
        # Visitors of many addresses: one alone may try to sign in ten times a minute.
        office = f"127.0.{self.rounds // 250 % 250}.{self.rounds % 250 + 1}"
        connection = http.client.HTTPConnection(self.pages, timeout=30, source_address=(office, 0))
        headers = {"cookie": cookie} if cookie else {}
        if body:
            headers["content-type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body or None, headers)
        return connection.getresponse()
