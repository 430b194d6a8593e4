"""The end of retired keys and users: each goes when nothing needs it any more, and not before.

Promises to say what still needs it. A leaked one may go at once where that loses nothing for ever.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.embedded.exchange import TOKENS, Exchange
from deploy.embedded.reload import monitored
from deploy.embedded.rings import Key, State, user
from deploy.embedded.tokens import RING, believed, key_id

# For how long a retired key may still be met. Others go when nothing is under them.
KEPT = {
    "tokens": timedelta(hours=24),  # the longest life of a token
    "sessions": timedelta(hours=24),  # which end with their token
    "payments": timedelta(days=30),  # a provider may still call back
    "secrets": timedelta(days=730),  # slips that citizens have
}

Asks = Callable[[str, str], Awaitable[Mapping[str, Any]]]  # a service's command, by its words


class Needed(Exception):  # noqa: N818 — what is the case, not what went wrong in us
    """Something still needs it; the text says what."""


class Removal:
    """Of one stack; `asks` runs a command of a service that answers with JSON."""

    def __init__(self, exchange: Exchange, asks: Asks, *, leaked: bool) -> None:
        self.exchange, self.asks, self.leaked = exchange, asks, leaked

    async def ring(self, kind: str, name: str) -> list[str]:
        """The retired keys of a ring that went; raises Needed."""
        gone = [key for key in self.exchange.rings.keys(name) if key.state is State.RETIRED]
        for key in gone:
            await self.must_be_free(kind, name, key)
            self.exchange.rings.remove(name, key.id)
        self.exchange.files.ring(name)
        return [key.id for key in gone]

    async def must_be_free(self, kind: str, name: str, key: Key) -> None:
        """Raises Needed."""
        service = name.rpartition(".")[2]
        if kind == "sealing":
            left = (await self.asks(service, "sealed")).get(key.id, 0)
            require(
                not left, f"{left:,} keys of {service} are wrapped under {key.id}: rotate again"
            )
        elif kind == "log":
            found = await self.asks(service, "signed")
            left = found["messages"].get(key.id, 0)
            again = "--republish publishes the log again, under the current key"
            require(not left, f"{left:,} messages of {service} are signed with {key.id}: {again}")
            unsigned = found["tree_head"] != key.id
            soon = "the next one follows an event within an hour"
            require(unsigned, f"the last tree head of {service} is signed with {key.id}: {soon}")
            self.exchange.files.keep_verifier(service, found["verifiers"][key.id])
        elif not self.leaked:
            require_age(kind, key)

    async def tokens(self) -> list[str]:
        """The retired public keys that went."""
        root = self.exchange.directory.root
        own, *others = believed(root)
        states = self.exchange.noted.states(TOKENS, list(map(key_id, (own, *others))))
        gone = [each for each in states[1:] if each.state is State.RETIRED]
        for key in gone if not self.leaked else ():
            require_age(TOKENS, key)
        ids = {key.id for key in gone}
        kept = [own, *(each for each in others if key_id(each) not in ids)]
        self.exchange.files.public(RING, "".join(kept))
        return sorted(ids)

    async def account(self, account: str) -> list[str]:
        """The users of an account on NATS that went; raises Needed while one is connected."""
        ring = f"nats.{account}"
        keys = [key for key in self.exchange.rings.keys(ring) if key.state is State.RETIRED]
        for key in keys:
            name = user(account, key.id)
            count = await connections(self.exchange, name)
            if not self.leaked:
                require(not count, f"{count} connections are {name}'s: give them the new address")
            self.exchange.rings.remove(ring, key.id)
        if keys:
            await self.exchange.tell_nats()
        return [user(account, key.id) for key in keys]


def require(free: bool, why: str) -> None:
    """Raises Needed."""
    if not free:
        raise Needed(why)


def require_age(kind: str, key: Key) -> None:
    """Raises Needed for a key that was retired a short while ago, or nobody knows when."""
    until = (key.since or datetime.now(UTC)) + KEPT[kind]
    why = f"{key.id} of {kind} may still be met until {until:%Y-%m-%d %H:%M} UTC"
    require(until <= datetime.now(UTC), f"{why}; if it leaked: --leaked")


async def connections(exchange: Exchange, name: str) -> int:
    """How many there are of a user, over all servers of NATS."""
    monitors = [each.monitor for each in exchange.described.servers.values() if each.monitor]
    urls = [f"{each}/connz?auth=true&limit=10000" for each in monitors]
    answers = await asyncio.gather(*(asyncio.to_thread(monitored, url) for url in urls))
    found = [
        each for answer in answers for each in json.loads(answer or "{}").get("connections", ())
    ]
    return sum(each.get("authorized_user") == name for each in found)
