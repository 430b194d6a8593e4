"""No dossier grows without end: what one caller adds, all who read it pay for.

Promises that officers can end what a citizen filled, and that no correction is an event too large
to be published.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.catalog.v1.events_pb2 import PAUSE_POLICY_SUBTRACT
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.errors import Refusal
from services.submissions.domain.deadlines.pauses import after_pause
from services.submissions.domain.deadlines.terms import Pause, Terms
from services.submissions.domain.dossier.correcting import MOST_BYTES
from services.submissions.domain.dossier.records import steps as records
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import MOST_FACTS, require_room
from services.submissions.domain.moments import Moment
from tests.submissions.house import House, refused
from tests.submissions.live_dossier import MONDAY, lived


@pytest.mark.parametrize(("citizens", "most"), [(True, MOST_FACTS // 2), (False, MOST_FACTS)])
def test_a_dossier_has_so_many_facts_and_no_more(citizens: bool, most: int) -> None:
    require_room(Dossier(version=most - 1), for_citizen=citizens)
    with pytest.raises(Refusal) as full:
        require_room(Dossier(version=most), for_citizen=citizens)
    assert full.value.reason.code == "DOSSIER_FULL"


async def test_what_a_portal_filled_an_officer_ends(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.submissions.domain.dossier.steps.MOST_FACTS", 8)
    name = (await house.submit()).dossier.name

    async def pay() -> None:
        paid = {"purpose": events.PAYMENT_PURPOSE_FEE, "amount": 1}
        request = api.RecordPaymentRequest(name=name, request_id=str(uuid4()), **paid)
        await house.calls.RecordPayment(request, **house.caller("portal"))

    for _ in range(3):
        await pay()
    assert (await refused(pay())).reason == "DOSSIER_FULL"
    await house.step("RefuseDossier", name, reason_code="x")
    for code in ("A-1", "A-2", "A-3"):
        await house.step("ArchiveDossier", name, archive_code=code)
    assert (await refused(house.step("ArchiveDossier", name, archive_code="A"))).languages
    assert len(await house.events(name)) == 8


def test_a_correction_that_restates_too_much_is_refused() -> None:
    dossier = lived("accept", "transfer")
    documents = [f"{n:064d}" for n in range(50)]
    for _ in range(MOST_BYTES // sum(map(len, documents))):
        dossier.do("ask", documents=documents, after=timedelta(seconds=1))
        dossier.do("answer", after=timedelta(seconds=1))
    with pytest.raises(Refusal) as refusal:
        dossier.correct(3)  # the transfer: all that follows would be by another unit
    assert refusal.value.reason.code == "CORRECTION_TOO_LARGE"
    said = dossier.correct(3, api.Statement(reason_code="x"))
    assert said.ByteSize() < MOST_BYTES


def test_a_step_of_a_record_names_few_documents() -> None:
    asked = events.STATUS_SUPPLEMENT_REQUESTED
    step = api.Step(status=asked, documents=[f"d{n}" for n in range(51)])
    step.time.FromDatetime(MONDAY)
    with pytest.raises(Refusal) as refusal:
        records.ordered([step], MONDAY)
    assert refusal.value.field == "steps[0].documents"


def test_pauses_of_a_record_move_a_due_to_no_day_that_there_is_not() -> None:
    due = events.Due()
    due.time.FromDatetime(MONDAY)
    century = Pause(Moment(MONDAY), Moment(MONDAY + timedelta(days=36_525)))
    terms = Terms(None, PAUSE_POLICY_SUBTRACT, None)
    for _ in range(90):
        due = after_pause(due, century, terms).due
    assert due.time.ToDatetime().year == 9998
