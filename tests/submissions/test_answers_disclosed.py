"""What is disclosed of a petition, and the fact that discloses it: both are there, or neither.

Promises a process that ends, or a database that fails, between the two. Must not wait for a clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from motcua.submissions.v1 import petition_events_pb2 as events
from motcua.submissions.v1 import petitions_pb2 as api
from services.chassis.database import statements
from services.chassis.log import Append, Log, Outcome
from services.submissions.__main__ import MIGRATIONS
from services.submissions.queries.catalogue import SQL
from tests.submissions.house import House, refused
from tests.submissions.persons import run
from tests.submissions.petition_client import Petitions
from tests.waiting import until

PUBLISHED = events.PetitionPublished.DESCRIPTOR.full_name
TEXTS = "select publication, paragraphs from publications where petition = $1"
FACTS = "select from events where stream = $1 and type = $2"
ANSWERED = ("StartPetitionHandling", "AnswerPetition")


@pytest.fixture(scope="module")
async def petitions(house: House) -> Petitions:
    return await Petitions(house).opened()


class Ended(Exception):  # noqa: N818 — of a process
    """As far as others know, the process ended here."""


def end_at_publications(monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """Whoever appends PetitionPublished ends before it is in the log, or before it is committed."""
    append_in = Log.append_in

    async def ending(self: Log, connection: Any, appends: Sequence[Append]) -> list[Outcome]:
        publishes = any(event.type == PUBLISHED for each in appends for event in each.events)
        if publishes and not after:
            raise Ended
        outcomes = await append_in(self, connection, appends)
        if publishes:
            raise Ended
        return outcomes

    monkeypatch.setattr(Log, "append_in", ending)


async def disclosed(house: House, name: str) -> tuple[list[Any], int]:
    """The texts of a petition, and how many facts disclose one."""
    texts = await run(house, TEXTS, uuid.UUID(name.removeprefix("petitions/")))
    return [list(each["paragraphs"]) for each in texts], len(
        await run(house, FACTS, name, PUBLISHED)
    )


@pytest.mark.parametrize("after", [False, True])
async def test_a_text_stays_nowhere_without_its_fact_and_a_repeat_discloses_it_once(
    petitions: Petitions, house: House, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    name = await petitions.petition(*ANSWERED)
    asked: dict[str, Any] = {"request_id": str(uuid.uuid4()), "etag": '"3"'}
    asked["public_paragraphs"] = ["Đã sửa đèn."]
    with monkeypatch.context() as patched:
        end_at_publications(patched, after=after)
        await refused(petitions.step("PublishAnswer", name, **asked))
    assert await disclosed(house, name) == ([], 0)
    published = await petitions.step("PublishAnswer", name, **asked)
    assert await petitions.step("PublishAnswer", name, **asked) == published
    assert await disclosed(house, name) == ([["Đã sửa đèn."]], 1)
    request = api.GetPublishedAnswerRequest(name=published.publication)
    assert (await house.petitions.GetPublishedAnswer(request, timeout=30)).paragraphs


async def test_a_fact_discloses_nothing_whose_text_was_not_kept(
    petitions: Petitions, house: House
) -> None:
    name = await petitions.petition(*ANSWERED)
    full = "alter table publications add constraint full_ check (paragraphs[1] <> 'Đầy.') not valid"
    await run(house, full)
    await refused(petitions.step("PublishAnswer", name, public_paragraphs=["Đầy."]))
    await run(house, "alter table publications drop constraint full_")
    assert await disclosed(house, name) == ([], 0)


async def test_an_erasure_that_is_read_later_leaves_what_was_disclosed_meanwhile(
    petitions: Petitions, house: House
) -> None:
    name = await petitions.petition(*ANSWERED, "PublishAnswer")
    await petitions.step("CorrectPetition", name, version=4)
    await petitions.step("ErasePetition", name, role="leader")
    await petitions.step("PublishAnswer", name, public_paragraphs=["Sau khi xóa."])
    id_ = uuid.UUID(name.removeprefix("petitions/"))

    async def is_read() -> bool:
        return (await disclosed(house, name))[0] == [["Sau khi xóa."]]

    await until(is_read)
    read = "select position from events where stream = $1 order by position desc offset 1 limit 1"
    [before] = await run(house, read, name)  # the erasure
    await run(house, "update petitions set publication = null where petition = $1", id_)
    forget = statements(SQL)["forget_publications"]
    await run(house, forget, [id_], [before["position"]])
    assert await is_read()


async def test_texts_that_no_fact_discloses_are_gone_with_the_update(
    petitions: Petitions, house: House
) -> None:
    """A process of 0.1.0 left them; what it writes now is about to be disclosed."""
    name = await petitions.petition(*ANSWERED, "PublishAnswer")
    await petitions.step("CorrectPetition", name, version=4)
    await petitions.step("PublishAnswer", name, public_paragraphs=["Đúng."])
    id_, left, written = uuid.UUID(name.removeprefix("petitions/")), uuid.uuid4(), uuid.uuid4()
    for text, age in ((left, timedelta(hours=2)), (written, timedelta())):
        keep = "insert into publications values ($1, $2, '{x}', clock_timestamp() - $3::interval)"
        await run(house, keep, text, id_, age)
    of_before = "update publications set written_at = '2020-01-01' where petition = $1"
    await run(house, f"{of_before} and publication <> $2", id_, written)
    before = {each["publication"] for each in await run(house, TEXTS, id_)}
    await run(house, (MIGRATIONS / "0013_publications_disclosed.sql").read_text())
    assert {each["publication"] for each in await run(house, TEXTS, id_)} == before - {left}
    assert len(before) == 4
