"""The stream `metrics`: what was published and revised, every event once and in order.

Its sequence is the event's position (`Motcua-Position`), without gaps, for ever, also after the
stream was made anew. Position and `ce-id` of the last event are the checkpoint.
"""

import asyncio
import json
import time

OWN = "motcua.metrics."
ABSENT = 600  # seconds for which a stream that is made anew may not reach the checkpoint yet
GAP = 1  # second until it looks again for a position that is missing


class Foreign(Exception):
    """A message that is none of the stream's events: somebody else writes into it. Do not go on."""


class Diverged(Exception):
    """The log was restored from elsewhere: what was read is not how it goes on."""


async def follow(stream, store, *, say=print):
    """Apply every event, without end."""
    await stream.listen(f"{OWN}>")
    found = time.monotonic()  # when the stream last held the checkpoint, as far as is known
    while True:
        at = store.checkpoint("metrics")
        messages = await stream.read(at["sequence"])
        if messages or not at["sequence"]:
            found = time.monotonic()
        try:
            events = after(messages, at["sequence"], at["event_id"])
            require_within(time.monotonic() - found, at["sequence"])
        except Diverged as why:
            say(f"{why}: reading from the beginning")
            with store.transaction():
                store.forget_published()
            continue
        with store.transaction():
            for position, event_id, kind, content in events:
                apply(store, position, kind, content)
                store.move("metrics", position, event_id=event_id)
        for position, _, kind, content in events:
            say(line(position, kind, content))
        if not events:
            await (stream.wait() if is_quiet(messages, at["sequence"]) else asyncio.sleep(GAP))


def require_within(seconds, position):
    """Diverged where the stream did not hold the checkpoint for too long."""
    if seconds > ABSENT:
        raise Diverged(f"the stream ends before position {position}")


def is_quiet(messages, position):
    """Whether there is nothing but the checkpoint's own event; else what follows it is missing."""
    return all(int(each.headers["Motcua-Position"]) == position for each in messages)


def after(messages, position, event_id):
    """The events that follow the checkpoint. The first message is the checkpoint's own event, which
    must be there; a position that is missing comes back, so what is behind it waits.
    """
    events = []
    for number, message in enumerate(messages):
        headers = message.headers
        own = (headers.get(name, "").startswith(OWN) for name in ("Nats-Subject", "ce-type"))
        if not all(own):
            raise Foreign(f"sequence {headers.get('Nats-Sequence')}")
        at, event = int(headers["Motcua-Position"]), headers["ce-id"]
        if position and number == 0:
            if at == position and event != event_id:
                raise Diverged(f"position {at} is another event than the one that was applied")
            if at == position:
                continue
        if at != position + 1:
            break
        kind = headers["ce-type"].rpartition(".")[2]
        events.append((at, event, kind, json.loads(message.data)))
        position = at
    return events


def apply(store, position, kind, content):
    """What this consumer makes of an event; kinds may be added, and are passed over."""
    store.count(kind)
    if kind in ("FigurePublished", "FigureRevised"):
        receipt = content["rate"]["receipt"]
        begins = receipt["period"]["start"]
        store.publish({
            "figure": content["figure"],
            "publication": content["publication"],
            "unit": receipt["scope"]["unit"],  # "": the whole tree
            "definition": receipt["definition"],
            "begins": f"{begins['year']:04}-{begins['month']:02}-{begins['day']:02}",
            "revision": content.get("number", 0),
            "numerator": int(receipt["numerator"]),  # 64-bit integers are strings in JSON
            "denominator": int(receipt["denominator"]),
            "percent": content["rate"]["percent"],  # "" where there is no value
            "position": position,
        })  # fmt: skip
    for each in content.get("moved", ()):
        store.add_moved(each["cause"], int(each["count"]))


def line(position, kind, content):
    """For people."""
    if "rate" not in content:
        return f"{position} {kind}"
    receipt = content["rate"]["receipt"]
    numbers = f"{receipt['numerator']} / {receipt['denominator']}"
    return f"{position} {kind} {receipt['scope']['unit']} {receipt['definition']} {numbers}"
