"""Numbers: unique per unit and local day, whoever asks, after whatever happened.

Promises writers that know nothing of each other.
"""

import asyncio
import gc
from collections import Counter
from datetime import UTC, datetime

from services.chassis.database import open_pool
from services.submissions.api.numbering import Numbering
from tests.submissions.house import House

NEW_YEAR = datetime(2025, 12, 31, 17, tzinfo=UTC)


async def yes() -> bool:
    """Counters may be trusted."""
    return True


async def test_parallel_writers_and_restarts_never_repeat_a_number(house: House) -> None:
    async with await open_pool(house.database.dsn) as pool:
        numbers: list[str] = []
        for _ in range(3):
            writers = [Numbering(pool, yes) for _ in range(4)]
            asking = [writer.next("units/w", NEW_YEAR) for writer in writers for _ in range(50)]
            numbers += await asyncio.gather(*asking)
        assert max(Counter(numbers).values()) == 1
        assert all(each.startswith("w-260101-") for each in numbers)
        before = await Numbering(pool, yes).next("units/w", NEW_YEAR.replace(hour=16))
        assert before == "w-251231-0001"


async def test_a_burst_in_the_turn_in_which_a_block_arrives_does_not_stop_the_loop(
    house: House,
) -> None:
    """In a thread: a loop that never turns again cannot time itself out."""

    def burst() -> list[str]:
        return asyncio.run(numbers_of_a_burst(house.database.dsn))

    numbers = await asyncio.wait_for(asyncio.to_thread(burst), timeout=30)
    assert len(set(numbers)) == 61


async def numbers_of_a_burst(dsn: str) -> list[str]:
    async with await open_pool(dsn) as pool:
        numbering, loop = Numbering(pool, yes), asyncio.get_running_loop()
        arrived: list[asyncio.Task[str]] = []

        async def ask() -> str:
            return await numbering.next("units/burst", NEW_YEAR)

        def arrive(_: object) -> None:
            arrived.extend(loop.create_task(ask()) for _ in range(60))

        first = loop.create_task(ask())
        await asyncio.sleep(0)
        for task in numbering._taking.values():
            task.add_done_callback(arrive)
        return [await first, *[await each for each in arrived]]


async def test_numbers_go_on_beyond_9999(house: House) -> None:
    async with await open_pool(house.database.dsn) as pool:
        await pool.execute("insert into number_blocks values ('units/v', '2026-01-01', 9998)")
        numbering = Numbering(pool, yes)
        numbers = [await numbering.next("units/v", NEW_YEAR) for _ in range(3)]
    assert numbers == ["v-260101-9999", "v-260101-10000", "v-260101-10001"]


async def test_a_refusal_that_nobody_waits_for_any_more_is_no_fault_of_the_loop() -> None:
    """On a loop of its own: what other tests have left ends on theirs."""
    faults = list[object]()

    async def given_up() -> None:
        asked, answer = asyncio.Event(), asyncio.Event()

        async def not_yet() -> bool:
            asked.set()
            await answer.wait()
            return False

        asyncio.get_running_loop().set_exception_handler(lambda _, fault: faults.append(fault))
        waiting = asyncio.create_task(Numbering(None, not_yet).next("units/w", NEW_YEAR))
        await asked.wait()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        answer.set()
        while len(asyncio.all_tasks()) > 1:  # the one that took a block
            await asyncio.sleep(0)
        del waiting  # the last that holds the task, by its traceback
        gc.collect()
        await asyncio.sleep(0)

    await asyncio.to_thread(asyncio.run, given_up())
    assert not faults


async def test_counters_from_an_old_backup_learn_from_the_log_first(house: House) -> None:
    given = {(await house.submit()).dossier.number for _ in range(6)}
    await house.stop()
    await house.forget("number_blocks", "numbers")
    await house.start()
    given_later = {(await house.submit()).dossier.number for _ in range(6)}
    assert not given & given_later


async def test_submissions_in_parallel_get_different_numbers(house: House) -> None:
    answers = await asyncio.gather(*(house.submit() for _ in range(64)))
    numbers = {each.dossier.number for each in answers}
    secrets = {each.secret for each in answers}
    assert len(numbers) == len(secrets) == 64
