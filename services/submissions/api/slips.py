"""SlipService: the slip of a dossier, with its QR code.

The QR code leads to the tracking page with the number; the secret is on no slip that this makes.
"""
# ruff: noqa: N802, ARG002 — the contract names the methods, gRPC hands each a context

import io
from typing import Any

import segno

from motcua.submissions.v1 import slips_pb2 as api
from motcua.submissions.v1.slips_pb2_grpc import SlipServiceServicer
from motcua.submissions.v1.submissions_pb2 import SubmitDossierRequest
from services.chassis.call import current
from services.chassis.store import Executed
from services.submissions.api import commands
from services.submissions.api.context import Context
from services.submissions.api.personal_data import opened
from services.submissions.domain import slips
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.state import Dossier


class Slips(SlipServiceServicer):
    """Serves motcua.submissions.v1.SlipService."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def GetSlip(self, request: api.GetSlipRequest, context: Any) -> api.Slip:
        """What a citizen takes home."""
        proved = await commands.proved_by(self._context, request)
        if proved:
            found = await self._context.store.load(proved, DOSSIERS)
        else:
            found = await commands.get(self._context, request.name)
        name = await self._applicant(found, request) if request.purpose else ""
        slip = slips.slip(found.state, await self._inputs(found.state, name))
        if slip.tracking_address:
            slip.qr_svg = qr_code(slip.tracking_address)
        return slip

    async def _inputs(self, dossier: Dossier, applicant: str) -> slips.SlipInputs:
        about, context = dossier.offering, self._context
        texts = await context.slip_texts.of(
            about.service if about else "",
            about.service_version if about else 0,
            slips.units_of(dossier),
            context.clock(),
        )
        return slips.SlipInputs(
            *texts,
            documents=await context.attachments.documents(dossier.name),
            settings=context.slip_settings,
            applicant=applicant,
        )

    async def _applicant(self, found: Executed[Dossier], request: Any) -> str:
        """The name, once it is recorded who asks for it; "" where there is none (any more). Number
        and secret open none: it is for whom GetPersonalData opens it.
        """
        by = commands.actor(current(), self._context.catalogue)
        content = await opened(self._context, found, by, request)
        if content is None or found.state.erased:
            return ""
        return str(SubmitDossierRequest.FromString(content).applicant.full_name)


def qr_code(address: str) -> str:
    """The address as an SVG document: error correction M, a quiet zone of four modules."""
    written = io.BytesIO()
    segno.make_qr(address, error="m").save(written, kind="svg", scale=4, border=4)
    return written.getvalue().decode()
