"""Commands that seal something: repeated, told from others, and erased, through the store.

Promises a real log and a real vault. What the log and the cipher promise is not tested again.
"""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from google.protobuf.wrappers_pb2 import DESCRIPTOR

from services.chassis.database import Pool
from services.chassis.errors import Refusal
from services.chassis.keys import Keyring
from services.chassis.log import Log
from services.chassis.reasons import ChassisReason
from services.chassis.sealing import Sealing, Vault
from services.chassis.store import Change, Command, Decision, Executed, Store, message_types
from tests.chassis.appends import positions
from tests.chassis.test_store import COUNTER, Counter, adding, named


@pytest.fixture
def vault(pool: Pool) -> Vault:
    return Vault(pool, Keyring({"a": b"a master key of the tests"}))


@pytest.fixture
def store(log: Log, vault: Vault) -> Store:
    return Store(log, message_types(DESCRIPTOR), vault)


def command(sealed: bytes, command_id: UUID | None = None) -> Command:
    return Command(command_id or uuid4(), b"f", "o", "00-ab-cd-01", sealed=sealed)


async def begin(store: Store, vault: Vault, asked: Command, stream: str) -> Executed[Counter]:
    """As a service does: under a name of its own at every attempt."""
    sealing = vault.sealing(stream, "field", asked.sealed)
    return await store.begin(
        asked, stream=stream, decider=COUNTER, facts=named("n"), sealing=sealing
    )


async def test_a_repeat_that_seals_the_same_gets_the_first_answer(
    store: Store, vault: Vault, pool: Pool
) -> None:
    asked = command(b"An")
    first = await begin(store, vault, asked, "c/1")
    again = await begin(store, vault, asked, "c/2")
    assert (again.stream, again.position, again.state) == ("c/1", 1, first.state)
    assert [row["owner"] for row in await pool.fetch("select owner from owner_keys")] == ["c/1"]


async def test_a_repeat_that_seals_something_else_is_refused_in_every_way(
    store: Store, vault: Vault
) -> None:
    asked = command(b"An")
    await begin(store, vault, asked, "c/1")
    other = command(b"Anh", asked.id)
    with pytest.raises(Refusal) as refused:
        await begin(store, vault, other, "c/2")
    assert refused.value.reason is ChassisReason.REQUEST_ID_REUSED
    with pytest.raises(Refusal) as refused:
        await store.execute(other, stream="c/3", decider=COUNTER, decide=adding(1))
    assert refused.value.reason is ChassisReason.REQUEST_ID_REUSED


async def test_once_it_is_erased_nobody_can_tell_and_a_repeat_gets_the_first_answer(
    store: Store, vault: Vault, log: Log, pool: Pool
) -> None:
    asked = command(b"An")
    await begin(store, vault, asked, "c/1")

    async def erase(now: Executed[Counter]) -> Decision:
        change = Change("c/1", now.version, adding(1)(now.state))
        return Decision([change], sealing=Sealing("c/1"))

    await store.carry_out(command(b""), stream="c/1", decider=COUNTER, decide=erase)
    assert await pool.fetch("select from owner_keys") == []
    again = await begin(store, vault, asked, "c/2")
    assert (again.stream, again.state.total) == ("c/1", 0)
    assert await positions(log) == [1, 2]


async def test_what_a_command_seals_is_not_lost_where_its_decision_forgot_it(
    store: Store, log: Log
) -> None:
    with pytest.raises(AssertionError, match="would be lost"):
        await store.execute(command(b"An"), stream="c/1", decider=COUNTER, decide=adding(1))
    assert await positions(log) == []
