"""Drafts that expire, and drafts that an older backup brings back beside their dossier.

Promises that an expiry destroys no key but that of what it deletes. Must not wait for a clock.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from services.chassis.database import open_pool
from services.chassis.log import Log
from services.chassis.sealing import Vault
from services.submissions.queries.drafts import Drafts
from tests.submissions.draft_client import DraftClient
from tests.submissions.house import OFFICER, House
from tests.submissions.persons import Person, get, run
from tests.submissions.test_drafts_served import UNKNOWN, kept, why


async def test_what_has_expired_is_not_there_and_what_is_saved_expires_later(house: House) -> None:
    client = DraftClient(house)
    old, new = await client.create(), await client.create()
    query = "update drafts set expires_at = now() where portal = $1"
    await run(house, query, client.portal)
    assert await client.listed() == []
    assert await why(client.get(old.name)) == UNKNOWN
    assert await why(client.save(new)) == (UNKNOWN[0], UNKNOWN[1], "draft.name")


@asynccontextmanager
async def drafts_of(house: House) -> AsyncIterator[Drafts]:
    """As another replica has them."""
    async with await open_pool(house.database.dsn) as pool:
        log, keys = Log(pool, house.database.dsn), house.settings.secret_keys
        vault = Vault(pool, house.settings.sealing_keys)
        yield Drafts(pool, log, vault, keys=keys, most=9, most_of_holder=9, kept=timedelta(days=1))
        await log.close()


async def test_what_expires_goes_with_its_key_and_what_a_backup_brought_back_leaves_the_dossiers(
    house: House,
) -> None:
    client, person = DraftClient(house), Person()
    request_id = str(uuid.uuid4())
    expired = await client.create(**person.sealed)
    submitted = await client.create(**person.sealed)
    empty = await client.create(request_id=request_id)
    names = [each.name.removeprefix("drafts/") for each in (submitted, empty)]
    rows = await run(house, "select d from drafts d where draft = any($1::uuid[])", names)
    for draft in (submitted, empty):
        await client.submit(draft)
    assert (await why(client.create(request_id=request_id)))[1] == "DRAFT_SUBMITTED"
    for row in rows:
        await run(house, "insert into drafts select ($1::drafts).*", row["d"])
    assert await client.listed() == [expired.name]
    for draft in (submitted, empty):
        assert await why(client.get(draft.name)) == UNKNOWN
        assert await why(client.submit(draft)) == UNKNOWN
    query = "update drafts set expires_at = now() where portal = $1"
    await run(house, query, client.portal)
    async with drafts_of(house) as drafts:
        assert await drafts.expire() >= 3
        assert await drafts.expire() == 0
    assert await kept(house, expired.dossier) == []
    data = await get(house, submitted.dossier, subject=OFFICER)
    assert data.form == person.form
