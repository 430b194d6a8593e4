"""A stream on NATS as a reader sees it: its state, its messages from a sequence on, a call to look.

A reader makes no consumers. Every message that is taken was asked for with batched DIRECT.GET, so
nothing comes faster than it is read, and where to go on is known to the reader alone.
"""

import asyncio
import json
import os
import ssl
from contextlib import suppress

import nats

BATCH = 500
ANSWERS_WITHIN = 5  # seconds
LOOKS_EVERY = 60  # seconds without a call; it costs one request


class Away(Exception):
    """NATS or the stream does not answer now: try again."""


class Stream:
    """One of those that the account reads."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        self.api = f"JS.{name}.API"
        self.called = asyncio.Event()

    async def listen(self, subject):
        """Take what is sent there as a call to look. What is heard is not yet what is kept: a batch
        that the stream refuses is heard, too, and what comes while nobody listens is not.
        """

        async def call(_):
            self.called.set()

        await self.client.subscribe(subject, cb=call)

    async def wait(self):
        """Until there may be something new, or a while has passed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOKS_EVERY):
                await self.called.wait()
        self.called.clear()

    async def info(self):
        """STREAM.INFO: `created`, and `state` with `first_seq`, `last_seq`, `messages`."""
        subject = f"{self.api}.STREAM.INFO.{self.name}"
        try:
            found = json.loads((await self.client.request(subject, timeout=ANSWERS_WITHIN)).data)
        except TimeoutError:
            raise Away(f"no answer about {self.name}") from None
        if "error" in found:  # it is being made, say
            raise Away(f"{self.name}: {found['error'].get('description')}")
        return found

    async def read(self, sequence):
        """Up to BATCH messages that it holds from a sequence on; none where there is nothing."""
        return await self.get({"seq": max(sequence, 1), "batch": BATCH})

    async def newest(self, subject):
        """The last message of each subject that fits."""
        return await self.get({"multi_last": [subject], "batch": 1000})

    async def get(self, request):
        """The answers to one DIRECT.GET; where one was lost on the way, those before it."""
        found, inbox, before = [], self.client.new_inbox(), 0
        answers = await self.client.subscribe(inbox)
        subject = f"{self.api}.DIRECT.GET.{self.name}"
        await self.client.publish(subject, json.dumps(request).encode(), reply=inbox)
        try:
            while (
                "Status" not in (answer := await answers.next_msg(timeout=ANSWERS_WITHIN)).headers
            ):
                if int(answer.headers["Nats-Last-Sequence"]) != before:
                    break
                found.append(answer)
                before = int(answer.headers["Nats-Sequence"])
            else:
                if answer.headers["Status"] not in ("204", "404"):  # the end; nothing there
                    raise Away(f"{self.name}: {answer.headers['Status']}")
        except TimeoutError:
            if not found:
                raise Away(f"no messages of {self.name}") from None
        finally:
            await answers.unsubscribe()
        return found


async def connect(address, closed):
    """One connection, which is not made again: whoever notices its end begins again at the
    checkpoint, as after a start, with the address as it is by then. So there is one way to go on.
    """
    return await nats.connect(
        address.split(","),  # of a cluster, all nodes
        # Of tls:// addresses: whose certificates are believed, instead of the system's authorities.
        tls=ssl.create_default_context(cafile=os.environ["CA"]) if "CA" in os.environ else None,
        allow_reconnect=False,
        connect_timeout=5,
        ping_interval=10,
        max_outstanding_pings=2,
        closed_cb=closed,
        error_cb=said,
    )


async def said(error):
    """What the server or the connection said, such as `permissions violation`."""
    print("nats:", error, flush=True)
