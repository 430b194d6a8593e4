"""A consumer of Motcua's figures: keeps what was published, and live figures, in an SQLite file.

    NATS_URL_FILE=statistics.url python consume.py

Ends only when it is stopped; killed at any moment and started again it loses and doubles nothing.
"""

import asyncio
import os
from pathlib import Path

from nats.errors import Error

import live
import official
from store import Store
from stream import Away, Stream, connect

PAUSE = 1  # second before it begins again


def say(text):
    print(text, flush=True)


def state():
    """The file that holds everything."""
    return os.environ.get("STATE", "figures.db")


def known():
    """Whom to ask as known at a checkpoint; None: nobody, the stream must do."""
    if "METRICS" not in os.environ:
        return None
    from snapshot import Known  # needs grpcio, and the contracts' generated modules

    def token():
        return Path(os.environ["TOKEN_FILE"]).read_text().strip()

    return Known(os.environ["METRICS"], token, os.environ.get("CA"))


async def once(store, asked):
    """One connection, until it ends; raises what ended it."""
    streams, tasks = [], []

    async def closed():
        for each in streams:
            each.called.set()  # whoever waits looks, and finds it closed

    address = Path(os.environ["NATS_URL_FILE"]).read_text().strip()  # a new one after a rotation
    client = await connect(address, closed)
    try:
        streams += [Stream(client, name) for name in ("metrics", "figures")]
        follow = official.follow(streams[0], store, say=say)
        follow_live = live.follow(streams[1], store, known=asked, say=say)
        tasks += [asyncio.create_task(each) for each in (follow, follow_live)]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await client.close()  # first: nats-py may swallow that a task is cancelled
        for each in tasks:
            each.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    raise next(each for each in ended if not isinstance(each, asyncio.CancelledError))


async def main():
    store, asked = Store(state()), known()
    while True:
        try:
            await once(store, asked)
        except (Away, OSError, TimeoutError, Error) as failed:
            say(f"begins again: {failed!r}")
        await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    asyncio.run(main())
