"""Wrong pairs of number and secret: how many are answered in an hour, of a number, from an asker.

The table is held against a naive list of instants, on PostgreSQL.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.chassis.v1 import audit_pb2 as audit
from motcua.chassis.v1.audit_pb2_grpc import AuditServiceStub
from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.access import PUBLIC
from services.chassis.database import open_pool
from services.chassis.keys import Keyring
from services.submissions.api.proving import limit_key
from services.submissions.domain.guessing import CALLER, NUMBER, ROWS, SPAN, cells
from services.submissions.queries.guessing import WrongPairs
from tests.calling import calling
from tests.submissions.house import House, refused

KEY = b"a key of the tests"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
WRONG, TOO_MANY = "NUMBER_OR_SECRET_WRONG", "WRONG_PAIRS_TOO_MANY"


@pytest.fixture(scope="module")
async def pairs(house: House) -> AsyncIterator[WrongPairs]:
    async with await open_pool(house.database.dsn) as pool:
        yield WrongPairs(pool, Keyring({"1": KEY}))


class Naive:
    """Every wrong pair that was answered, with its instant."""

    def __init__(self) -> None:
        self.answered: list[tuple[str, str, datetime]] = []

    def count(self, number: str, limit_key: str, now: datetime) -> timedelta | None:
        last = [each for each in self.answered if each[2] > now - SPAN]
        of_number = sorted(each[2] for each in last if each[0] == number)[-NUMBER.most :]
        of_asker = sorted(each[2] for each in last if each[1] == limit_key)[-CALLER.most :]
        full = [
            found[0] + SPAN - now
            for found, limit in ((of_number, NUMBER), (of_asker, CALLER))
            if len(found) >= limit.most
        ]
        if full:
            return max(full)
        self.answered.append((number, limit_key, now))
        return None


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(1, 12), st.sampled_from([0, 1, 299, 1200, 3599])),
        max_size=14,
    )
)
async def test_the_table_equals_a_list_of_instants(
    pairs: WrongPairs, steps: list[tuple[int, int, int]]
) -> None:
    naive, now, this = Naive(), NOON, uuid.uuid4().hex
    for number, times, seconds in steps:
        now += timedelta(seconds=seconds)
        for _ in range(times):
            asked = (f"{this}-{number}", f"asker {this}", now)
            assert await pairs.count(*asked) == naive.count(*asked)


async def test_an_asker_gets_600_answers_whatever_numbers_he_tries(pairs: WrongPairs) -> None:
    limit_key = uuid.uuid4().hex
    for n in range(CALLER.most):
        assert await pairs.count(f"{limit_key}-{n}", limit_key, NOON + timedelta(seconds=n)) is None
    wait = await pairs.count(f"{limit_key}-x", limit_key, NOON + timedelta(seconds=1000))
    assert wait == timedelta(seconds=2600)
    assert await pairs.count(f"{limit_key}-x", "another", NOON + timedelta(seconds=1000)) is None
    assert await pairs.count(f"{limit_key}-x", limit_key, NOON + SPAN) is None


async def test_of_many_at_once_no_more_are_answered(pairs: WrongPairs) -> None:
    number = uuid.uuid4().hex
    at_once = [pairs.count(number, f"{number}-{n}", NOON) for n in range(60)]
    assert sum(each is None for each in await asyncio.gather(*at_once)) == NUMBER.most


def test_the_table_has_a_fixed_size_and_few_numbers_share_four_cells() -> None:
    tried = [cells(KEY, number=f"n-{n}", caller=f"a-{n}") for n in range(1000)]
    assert {(each.kind, each.most) for found in tried for each in found} == {(1, 20), (2, 600)}
    for limit in (NUMBER, CALLER):
        of_kind = [[c.cell for c in found if c.kind == limit.kind] for found in tried]
        assert all(len(set(found)) == ROWS for found in of_kind)
        assert all(0 <= each < ROWS * limit.columns for found in of_kind for each in found)
    full = {c for found in tried for c in found if c.kind == NUMBER.kind}
    others = [cells(KEY, number=f"m-{n}", caller="")[:ROWS] for n in range(20_000)]
    assert sum(full.issuperset(each) for each in others) <= 4  # one in 80,000 is expected


def test_wrong_pairs_through_a_trusted_portal_count_for_its_visitors() -> None:
    with calling(subject="portals/1", unit="") as call:
        askers = {limit_key(call)}
        for visitor in ("203.0.113.5", "203.0.113.6"):
            call.visitor = visitor
            askers.add(limit_key(call))
    with calling() as call:
        call.caller, call.asker = PUBLIC, "203.0.113.5"
        askers.add(limit_key(call))
    assert len(askers) == 4


async def test_beyond_the_limit_a_wrong_pair_waits_and_the_right_one_opens(house: House) -> None:
    filed = await house.submit()
    number, name = filed.dossier.number, filed.dossier.name
    for _ in range(NUMBER.most - 1):
        assert await reason_of(track(house, number, "wrong")) == WRONG
    proof = api.Proof(number=number, secret="wrong")
    rating = {"proof": proof, "value": 5, "request_id": str(uuid.uuid4())}
    portal = house.caller("portal", subject="another portal")
    rate = api.RateDossierRequest(**rating)
    assert await reason_of(house.calls.RateDossier(rate, **portal)) == WRONG
    for call in (track(house, number, "wrong"), house.calls.RateDossier(rate, **portal)):
        assert 3000 < await seconds_to_wait(call) <= 3600
    right = api.WithdrawDossierRequest(
        proof=api.Proof(number=number, secret=filed.secret), request_id=str(uuid.uuid4())
    )
    assert (await track(house, number, filed.secret)).number == number
    assert (await house.calls.WithdrawDossier(right, **portal)).name == name
    rival = house.caller("portal", subject="a rival")
    asked = house.calls.GetDossier(api.GetDossierRequest(name=name), **rival)
    assert (await refused(asked)).reason == "DOSSIER_UNKNOWN"
    none = api.GetDossierRequest(name=f"dossiers/{uuid.uuid4()}")
    absent = house.calls.GetDossier(none, **house.caller("portal", subject="an honest portal"))
    assert (await refused(absent)).reason == "DOSSIER_UNKNOWN"
    stranger = house.caller("officer", "units/elsewhere", subject="a stranger")
    asked = house.calls.GetDossier(api.GetDossierRequest(name=name), **stranger)
    assert (await refused(asked)).reason == "DOSSIER_UNKNOWN"
    await house.stop()
    await house.start()
    assert await reason_of(track(house, number, "wrong")) == TOO_MANY
    assert await reason_of(track(house, "another", "wrong")) == WRONG
    await are_in_the_audit(house, number=number, unit=filed.dossier.receiving_unit)


async def are_in_the_audit(house: House, *, number: str, unit: str) -> None:
    """Guesses that were stopped, and one who was told that a dossier is not there; no number."""
    request = audit.ListAuditEntriesRequest(page_size=1000)
    stub = AuditServiceStub(house.channel)
    found = (await stub.ListAuditEntries(request, **house.caller("inspector"))).entries
    assert number not in str(found)
    guesses = [each for each in found if each.kind == audit.AuditEntry.KIND_GUESS]
    assert {each.reason for each in guesses} == {TOO_MANY}
    assert {each.caller.partition(":")[0] for each in guesses} == {"visitor", "another portal"}
    assert not [each for each in found if each.caller == "an honest portal"]
    for caller in ("a stranger", "a rival"):
        (hidden,) = (each for each in found if each.caller == caller)
        assert (hidden.reason, hidden.unit) == ("DOSSIER_UNKNOWN", unit)
        assert hidden.kind == audit.AuditEntry.KIND_PERMISSION


async def test_a_number_that_nobody_has_is_told_the_same(house: House) -> None:
    number = f"ward-260101-{uuid.uuid4().hex}"
    told = [await reason_of(track(house, number, "wrong")) for _ in range(NUMBER.most + 2)]
    assert told == [WRONG] * NUMBER.most + [TOO_MANY] * 2


def track(house: House, number: str, secret: str) -> Awaitable[Any]:
    return house.calls.TrackDossier(api.TrackDossierRequest(number=number, secret=secret))


async def reason_of(call: Awaitable[Any]) -> str:
    why = await refused(call)
    assert why.languages == {"vi", "en"}
    assert why.code.name == {WRONG: "NOT_FOUND", TOO_MANY: "RESOURCE_EXHAUSTED"}[why.reason]
    return why.reason


async def seconds_to_wait(call: Awaitable[Any]) -> float:
    """What RetryInfo says; gRPC's own retries are told not to wait so long."""
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await call
    trailers = dict(failed.value.trailing_metadata() or ())
    assert trailers["grpc-retry-pushback-ms"] == "-1"
    status = status_pb2.Status.FromString(bytes(trailers["grpc-status-details-bin"]))
    info = error_details_pb2.RetryInfo()
    assert any(each.Unpack(info) for each in status.details)
    return float(info.retry_delay.ToTimedelta().total_seconds())
