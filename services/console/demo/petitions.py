"""The petitions of the demo's city: a few that are told of from an older system, and a few live
ones.

One is answered and its answer published, one is asked for more, one is refused, one goes to the
district, and one was heard by a leader on his reception day. Who petitions is invented.
"""

import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from motcua.submissions.v1 import petition_events_pb2 as facts
from motcua.submissions.v1 import petitions_pb2 as api
from services.console import terminal
from services.console.commands import petitions
from services.console.demo.city import SEED, officer
from services.console.demo.city_catalogue import ROOT
from services.console.demo.courses import person
from services.console.demo.office import Officer, signed
from services.console.instants import LOCAL, to_date, to_timestamp
from services.console.outcome import spoken
from services.console.portal.client import Portal
from services.console.portal.lists import listed

SOURCE = "demo-old-petitions"
TEXT = "Đèn đường ở đầu ngõ hỏng đã hai tuần, đề nghị sửa chữa."
PUBLIC = "Đèn đường đã được sửa chữa. Cảm ơn phản ánh của người dân."
# By the days after the reception on which each was answered and published; 0: not yet.
RECORDED = ((10, 11), (25, 26), (14, 20), (3, 0))


class Hotline:
    """Wards that take petitions in, and the officers who answer them."""

    def __init__(self, portal: Portal, units: Sequence[str], *, catalog_position: int) -> None:
        self.portal, self.units, self.catalog_position = portal, units, catalog_position
        self.position = 0  # of what was told last
        self.rng = random.Random(SEED)  # noqa: S311 - a demo draws lots, no secrets

    def own(self, unit: str) -> Officer:
        """An officer on duty there."""
        return Officer(officer(self.rng, unit), unit)

    async def submit(self, unit: str, **changed: Any) -> api.Petition:
        """Through the portal of a ward, unless it is keyed in there."""
        applicant, _ = person(self.rng)
        usual = {"kind": facts.PETITION_KIND_COMPLAINT, "channel": facts.PETITION_CHANNEL_PORTAL}
        request = api.SubmitPetitionRequest(
            receiving_unit=f"units/{unit}",
            petitioner=applicant,
            paragraphs=[TEXT],
            catalog_position=self.catalog_position,
            **(usual | changed),
        )
        who = signed(self.own(unit)) if "reception" in changed else portal_of(unit)
        stub = self.portal.petitions
        petition: api.Petition = (await self.send(stub.SubmitPetition, request, who)).petition
        self.position = petition.position
        return petition

    async def step(
        self, method: str, kind: Any, before: api.Petition, who: dict[str, str], **content: Any
    ) -> api.Petition:
        """One command on a petition as it was seen."""
        request = kind(name=before.name, etag=before.etag, **content)
        after: api.Petition = await self.send(getattr(self.portal.petitions, method), request, who)
        self.position = after.position
        return after

    async def send(
        self, method: Callable[..., Awaitable[Any]], request: Any, who: dict[str, str]
    ) -> Any:
        """Under an id of its own."""
        request.request_id = str(uuid.uuid4())
        return await self.portal.call(method, request, **who)

    async def start(self, petition: api.Petition, who: dict[str, str]) -> api.Petition:
        """Handling begins."""
        request = api.StartPetitionHandlingRequest
        return await self.step("StartPetitionHandling", request, petition, who)


def portal_of(unit: str) -> dict[str, str]:
    """The portal of a ward."""
    return {"role": "portal", "unit": f"units/{unit}"}


async def show(portal: Portal, units: Sequence[str], *, catalog_position: int) -> int:
    """All of it, and the list that an inspector sees; the log's position."""
    line = Hotline(portal, units, catalog_position=catalog_position)
    recorded = await backfill(line)
    for each in (answered, asked, refused, moved, heard):
        await each(line)
    vi = f"Phản ánh, kiến nghị ({recorded} từ hệ thống cũ)"
    en = f"Petitions and reflections ({recorded} from an older system)"
    terminal.say("\n" + spoken(vi, en))
    request = api.ListPetitionsRequest(unit=f"units/{ROOT}")
    listing = listed(portal, portal.petitions.ListPetitions, request, "petitions")
    found = [each async for each in listing]
    petitions.show(found, await petitions.names_in(portal, found), as_json=False)
    return line.position


async def backfill(line: Hotline) -> int:
    """Petitions of last month as another system has them; how many it tells of."""
    began = (datetime.now(UTC).astimezone(LOCAL) - timedelta(days=40)).replace(hour=9, minute=0)
    records = [
        record(str(number), line.units[number % len(line.units)], began, days)
        for number, days in enumerate(RECORDED)
    ]
    request = api.BackfillPetitionsRequest(
        source=SOURCE, records=records, catalog_position=line.catalog_position
    )
    await line.portal.call(line.portal.petitions.BackfillPetitions, [request], role="importer")
    return len(records)


def record(key: str, unit: str, began: datetime, days: tuple[int, int]) -> api.PetitionRecord:
    """Received, handled a day later, then answered and published."""
    done = (facts.PETITION_STATUS_ANSWERED, facts.PETITION_STATUS_PUBLISHED)
    steps = [(facts.PETITION_STATUS_RECEIVED, 0), (facts.PETITION_STATUS_HANDLING, 1)]
    steps += [(status, after) for status, after in zip(done, days, strict=True) if after]
    return api.PetitionRecord(
        key=key,
        unit=f"units/{unit}",
        kind=facts.PETITION_KIND_REFLECTION,
        channel=facts.PETITION_CHANNEL_HOTLINE,
        steps=[
            api.PetitionStep(status=status, time=to_timestamp(began + timedelta(days=after)))
            for status, after in steps
        ],
    )


async def answered(line: Hotline) -> None:
    """In time, and the answer is published."""
    unit = line.units[0]
    who = signed(line.own(unit))
    handled = await line.start(await line.submit(unit), who)
    answer = await line.step(
        "AnswerPetition", api.AnswerPetitionRequest, handled, who, paragraphs=["Đã sửa chữa."]
    )
    request = api.PublishAnswerRequest
    await line.step("PublishAnswer", request, answer, who, public_paragraphs=[PUBLIC])


async def asked(line: Hotline) -> None:
    """For more; no term waits."""
    unit = line.units[1 % len(line.units)]
    who = signed(line.own(unit))
    handled = await line.start(await line.submit(unit, kind=facts.PETITION_KIND_REFLECTION), who)
    request = api.RequestPetitionSupplementRequest
    await line.step("RequestPetitionSupplement", request, handled, who, reason_code="place-missing")


async def refused(line: Hotline) -> None:
    """It is none of the ward's business."""
    unit = line.units[2 % len(line.units)]
    received = await line.submit(unit, kind=facts.PETITION_KIND_PROPOSAL)
    request, who = api.RefusePetitionRequest, signed(line.own(unit))
    await line.step("RefusePetition", request, received, who, reason_code="not-competent")


async def moved(line: Hotline) -> None:
    """To the district, where its terms start anew."""
    received = await line.submit(line.units[0], kind=facts.PETITION_KIND_PRAISE)
    await line.step(
        "TransferPetition", api.TransferPetitionRequest, received, signed(line.own(ROOT)),
        to_unit=f"units/{ROOT}", reason_code="needs-district",
    )  # fmt: skip


async def heard(line: Hotline) -> None:
    """By a leader of the district, today."""
    leader = line.own(ROOT)
    day = to_date(datetime.now(UTC).astimezone(LOCAL).date())
    reception = facts.ReceptionDay(date=day, leader=leader.id, unit=f"units/{ROOT}")
    channel = facts.PETITION_CHANNEL_RECEPTION_DAY
    await line.submit(ROOT, channel=channel, reception=reception)
