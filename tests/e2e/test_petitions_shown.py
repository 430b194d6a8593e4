"""`./motcua petition` and `./motcua petitions` as processes, on one stack with a few petitions.

Promises what they print in both languages, and how they end where something is not right.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from motcua.submissions.v1 import petitions_pb2 as api
from services.console.importing.plans import CalendarPlan
from services.console.portal import workdays
from services.console.portal.client import Portal
from tests.e2e.commands import Ended, motcua
from tests.e2e.migrated import MigratedStack
from tests.e2e.office import PLAN, Office

pytestmark = pytest.mark.long
HOURS = "07:30-11:30,13:00-17:00"
WEEK = workdays.founding("wards", weekdays=range(1, 6), hours=HOURS)
WITH_CALENDAR = replace(PLAN, calendar=CalendarPlan("wards", "district", [WEEK]))


@dataclass(frozen=True)
class Shown:
    """A stack with four petitions, by what became of each."""

    stack: Stack
    found: dict[str, api.Petition]

    async def run(self, *words: str, lang: str = "C.UTF-8") -> Ended:
        return await motcua(*words, data=self.stack.data_dir, lang=lang)


@pytest.fixture(scope="module")
async def shown() -> AsyncIterator[Shown]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        position = (await Office.open(portal, WITH_CALENDAR)).catalog_position
        made = {word: await submit(portal, position) for word in ("new", "next", "done", "void")}
        made["done"] = await step(portal, "StartPetitionHandling", made["done"])
        answer = {"paragraphs": ["Đã sửa."], "etag": made["done"].etag}
        made["done"] = await step(portal, "AnswerPetition", made["done"], **answer)
        voiding = {"reason_code": "typing-error", "etag": made["void"].etag}
        made["void"] = await step(portal, "VoidPetition", made["void"], **voiding)
        yield Shown(stack, made)
    shutil.rmtree(path)


async def submit(portal: Portal, position: int) -> api.Petition:
    """A complaint at the first ward."""
    request = api.SubmitPetitionRequest(
        receiving_unit="units/ward-1", kind=1, channel=1, paragraphs=["Đèn đường hỏng."],
        catalog_position=position, request_id=str(uuid.uuid4()),
    )  # fmt: skip
    answer = await portal.call(portal.petitions.SubmitPetition, request, role="portal")
    return answer.petition


async def step(portal: Portal, method: str, of: api.Petition, **content: Any) -> api.Petition:
    content |= {"name": of.name, "request_id": str(uuid.uuid4())}
    request = getattr(api, f"{method}Request")(**content)
    after: api.Petition = await portal.call(
        getattr(portal.petitions, method), request, role="officer"
    )
    return after


async def test_the_list_has_all_but_what_was_entered_in_error(shown: Shown) -> None:
    listed = await shown.run("petitions", "--json")
    numbers = [each["number"] for each in listed.document["petitions"]]
    expected = {each.number for word, each in shown.found.items() if word != "void"}
    assert (set(numbers), len(numbers)) == (expected, 3)
    table = await shown.run("petitions", "--unit", "ward-1", "--limit", "0")
    assert [each for each in expected if each not in table.out] == []
    assert "early" in table.out
    vietnamese = await shown.run("petitions", lang="vi_VN.UTF-8")
    assert "đã trả lời" in vietnamese.out


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--state", "answered"], 1), (["--kind", "praise"], 0), (["--kind", "complaint"], 3),
        (["--before", "2020-01-01"], 0), (["--unit", "ward-2"], 0), (["--limit", "2"], 2),
    ],
)  # fmt: skip
async def test_a_list_is_narrowed(shown: Shown, words: list[str], count: int) -> None:
    listed = await shown.run("petitions", *words, "--json")
    assert listed.code == 0, listed.err
    assert len(listed.document["petitions"]) == count


async def test_a_petition_is_found_by_its_number_with_its_history(shown: Shown) -> None:
    done = shown.found["done"]
    known = (await shown.run("petition", done.number, "--json")).document
    assert known["petition"]["name"] == done.name
    assert [each["event"] for each in known["history"]] == [
        "PetitionReceived", "PetitionHandlingStarted", "PetitionAnswered",
    ]  # fmt: skip
    told = await shown.run("petition", done.name)
    assert "status: answered" in told.out
    assert "publication term: 20" in told.out
    vietnamese = await shown.run("petition", done.number, lang="vi_VN.UTF-8")
    assert "hạn công khai: 20" in vietnamese.out
    voided = await shown.run("petition", shown.found["void"].number)
    assert "voided" in voided.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["petition", "x-1"], 4, "No petition has the number x-1."),
        (["petition", "petitions/x"], 4, "NAME_MALFORMED"),
        (["petitions", "--unit", "nowhere"], 4, "UNIT_UNKNOWN"),
        (["petitions", "--state", "lost"], 2, "'lost' is not one of"),
        (["petitions", "--before", "soon"], 2, "--before"),
    ],
)
async def test_what_is_not_right_ends_with_its_code(
    shown: Shown, words: list[str], code: int, said: str
) -> None:
    done = await shown.run(*words)
    assert (done.code, said in done.err) == (code, True), done.err
