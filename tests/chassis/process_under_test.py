"""A process for the tests to start: it serves, or fails, as its command line says.

Promises one line on standard output for each thing that happened. Must not need a database.
"""

import asyncio
import sys
from collections.abc import Sequence
from functools import partial

from services.chassis import process
from services.chassis.bus import Unreachable
from services.chassis.process import Ready, background, main
from services.chassis.settings import Settings


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def task(name: str) -> None:
    try:
        await asyncio.sleep(600)
    finally:
        say(f"{name} ended")


async def serve(settings: Settings, ready: Ready) -> None:
    try:
        async with background(relay=partial(task, "relay")):
            ready("127.0.0.1:1234")
            say("ready")
            try:
                await asyncio.sleep(600)
            finally:
                say("server ended")
    finally:
        await asyncio.sleep(0.01)
        say("log closed")


async def failing(_: Settings, words: Sequence[str]) -> None:
    """A task that fails in every way once, beside one that does not."""
    ways, told = [RuntimeError(words[0]), asyncio.CancelledError(), None], asyncio.Event()

    async def fail() -> None:
        await asyncio.sleep(0.01)
        if ways and (error := ways.pop(0)):
            raise error
        if not ways:
            told.set()

    async with background(relay=partial(task, "relay"), failing=fail):
        await told.wait()
        say("told")


async def failing_again(_: Settings, words: Sequence[str]) -> None:
    """A task that always fails in a way, beside one that does not."""
    ways = {"away": ConnectionRefusedError, "unreachable": Unreachable, "broken": ValueError}

    async def fail() -> None:
        say("begun")
        raise ways[words[0]](words[1])

    async with background(relay=partial(task, "relay")), background(failing=fail):
        try:
            await asyncio.sleep(600)
        finally:
            say("server ended")


async def echo(settings: Settings, words: Sequence[str]) -> None:
    say(f"{settings.listen} {' '.join(words)}")


if __name__ == "__main__":
    if "fail-again" in sys.argv:
        process.SOONEST = process.LATEST = 0.01
    main("tested", Settings, serve, {"echo": echo, "fail": failing, "fail-again": failing_again})
