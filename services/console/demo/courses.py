"""Which dossier of the demo takes which steps: most are ended, some wait, move, are paid or rated.

The first is voided and the second corrected, so that every figure is seen to follow. Lots are drawn
from a fixed seed; who applies is invented.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import personal_data_pb2 as personal
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.demo.city import SEED, channel, officer
from services.console.demo.city_catalogue import ROOT
from services.console.demo.office import Office, Officer, Worked
from services.console.importing.plans import OfferingPlan
from services.console.portal.client import Portal
from services.console.portal.requests import gather

AT_ONCE = 32
ELSEWHERE = 0.15  # of the dossiers come in at another desk of the district
VOIDED, CORRECTED, RESULT, REFUSED = "voided", "corrected", "result", "refused"
WITHDRAWN, STOPPED, OPEN = "withdrawn", "stopped", "open"
COURSES = {RESULT: 77, REFUSED: 5, WITHDRAWN: 5, STOPPED: 3, OPEN: 10}
# Of those that are accepted, how many of 100 meet this on the way.
ASKED, OBLIGED, WAIVED, TRANSFERRED, EXTENDED, PAID = 15, 6, 4, 8, 5, 35
REFUNDED, RATED, FETCHED, LATE, NEGATIVE = 4, 30, 70, 8, 6
TAX, FEE = 1_250_000, 50_000  # đồng

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
NAMES = ("Thị Lan", "Văn Hùng", "Thị Mai", "Minh Đức", "Thu Hà", "Quốc Bảo", "Ngọc Anh", "Gia Huy")


@dataclass
class Lived:
    """What was done: how often each step, and the dossiers that a demo shows."""

    worked: Worked = field(default_factory=Worked)
    steps: Counter[str] = field(default_factory=Counter)
    dossiers: list[tuple[api.Dossier, Officer]] = field(default_factory=list)


async def work(
    portal: Portal,
    offerings: Sequence[OfferingPlan],
    *,
    dossiers: int,
    catalog_position: int,
    advance: Callable[[int], None],
) -> Lived:
    """That many dossiers through their lives, some dozens at a time."""
    desks = sorted({each.unit for each in offerings})
    office = Office(portal, desks, catalog_position=catalog_position)
    rng = random.Random(SEED)  # noqa: S311 - a demo draws lots, no secrets
    lived = Lived(worked=office.worked)
    lives = (Life(office, lived, rng, number, rng.choice(offerings)) for number in range(dossiers))
    began = time.monotonic()
    await gather((each.live(advance) for each in lives), at_once=AT_ONCE)
    office.worked.seconds = time.monotonic() - began
    return lived


class Life:
    """One dossier, from the portal to the citizen; `dossier` is as the last command left it."""

    dossier: api.Dossier

    def __init__(
        self, office: Office, lived: Lived, rng: random.Random, number: int, offering: OfferingPlan
    ) -> None:
        self.office, self.lived, self.rng, self.offering = office, lived, rng, offering
        self.course = course(rng, number)
        self.own = Officer(officer(rng, offering.unit), offering.unit)
        self.desk = offering.unit if rng.random() > ELSEWHERE else rng.choice(office.desks)

    def meets(self, of_a_hundred: int) -> bool:
        """Whether the lot falls on this dossier."""
        return self.rng.randrange(100) < of_a_hundred

    def now(self, step: str, dossier: api.Dossier) -> None:
        """A step was taken."""
        self.dossier = dossier
        self.lived.steps[step] += 1

    async def live(self, advance: Callable[[int], None]) -> None:
        """All of it."""
        office, own = self.office, self.own
        await self.submit()
        if self.course == REFUSED:
            self.now("refused", await office.refuse(self.dossier, own))
        elif self.course == WITHDRAWN:
            self.now("withdrawn", await office.withdraw(self.dossier, self.desk))
        elif self.course == VOIDED:
            self.now("voided", await office.void(self.dossier, own))
        else:
            await self.be_handled()
        if self.course not in {OPEN, VOIDED} and self.meets(RATED):
            stars = self.rng.choices(range(1, 6), (3, 5, 12, 35, 45))[0]
            self.now("rated", await office.rate(self.dossier, self.desk, stars))
        self.lived.dossiers.append((self.dossier, self.own))
        advance(1)

    async def submit(self) -> None:
        """With who applies and what the form says."""
        how = channel(self.rng, progress=1.0, level=self.offering.level)
        applicant, form = person(self.rng)
        submitted = await self.office.submit(self.offering, self.desk, how, applicant, form)
        self.now("submitted", submitted)

    async def be_handled(self) -> None:
        """From the acceptance to the end, if it comes to one."""
        office = self.office
        late = self.meets(LATE)
        self.now("accepted", await office.accept(self.dossier, self.own, late=late))
        if self.course == CORRECTED:
            how = (
                "CHANNEL_IN_PERSON"
                if self.dossier.channel != facts.CHANNEL_IN_PERSON
                else "CHANNEL_ONLINE"
            )
            self.now("corrected", await office.correct_channel(self.dossier, self.own, how))
        self.now("assigned", await office.assign(self.dossier, self.own))
        self.now("handled", await office.handle(self.dossier, self.own))
        await self.meet_with_delays()
        await self.pay()
        if self.course == STOPPED:
            self.now("stopped", await office.stop(self.dossier, self.own))
        elif self.course in {RESULT, CORRECTED}:
            await self.end()

    async def meet_with_delays(self) -> None:
        """Pauses, another unit, a later date."""
        office = self.office
        if self.offering.unit != ROOT and self.meets(TRANSFERRED):
            self.own = Officer(officer(self.rng, ROOT), ROOT)
            self.now("transferred", await office.transfer(self.dossier, self.own))
        if self.meets(EXTENDED):
            self.now("extended", await office.extend(self.dossier, self.own))
        if self.meets(ASKED):
            self.now("supplement asked", await office.ask(self.dossier, self.own))
            if self.course != OPEN:
                self.now("supplement answered", await office.answer(self.dossier, self.desk))
        elif self.meets(OBLIGED):
            self.now("obligation asked", await office.oblige(self.dossier, self.own, TAX))
            for_tax = facts.PAYMENT_PURPOSE_OBLIGATION
            self.now("paid", await office.pay(self.dossier, self.desk, TAX, for_tax))

    async def pay(self) -> None:
        """The fee, unless it is waived; a few get it back."""
        office = self.office
        if self.meets(WAIVED):
            self.now("fee waived", await office.waive(self.dossier, self.own))
        elif self.meets(PAID):
            for_fee = facts.PAYMENT_PURPOSE_FEE
            self.now("paid", await office.pay(self.dossier, self.desk, FEE, for_fee))
            if self.meets(REFUNDED):
                self.now("refunded", await office.refund(self.dossier, self.own))

    async def end(self) -> None:
        """The result, and its hand-over at the desk where the dossier came in."""
        fetched = self.meets(FETCHED)
        ended = await self.office.end(
            self.dossier, self.own, electronic=not fetched, positive=not self.meets(NEGATIVE)
        )
        self.now("ended", ended)
        if fetched:
            there = Officer(officer(self.rng, self.desk), self.desk)
            self.now("returned", await self.office.hand_over(self.dossier, there))


def course(rng: random.Random, number: int) -> str:
    """How the dossier fares; the first two are examples of what was recorded wrongly."""
    drawn = rng.choices(list(COURSES), list(COURSES.values()))[0]
    return {0: VOIDED, 1: CORRECTED}.get(number, drawn)


def person(rng: random.Random) -> tuple[personal.Applicant, bytes]:
    """Somebody who does not exist, and a form."""
    name = f"{rng.choice(FAMILIES)} {rng.choice(NAMES)}"
    number = personal.IdentityNumber(
        kind=personal.IdentityNumber.KIND_CITIZEN, number=f"{rng.randrange(10**12):012}"
    )
    phone = personal.Contact(kind=personal.Contact.KIND_PHONE, value="0900000000")
    form = json.dumps({"ho_ten": name, "noi_dung": "Đề nghị giải quyết theo quy định"})
    applicant = personal.Applicant(full_name=name, identity_numbers=[number], contacts=[phone])
    return applicant, form.encode()
