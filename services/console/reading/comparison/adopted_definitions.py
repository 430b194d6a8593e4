"""Definitions as metrics' stream says that they were adopted: the second reading's own source.

Promises every adoption up to what the service shows, each under the digest of its own text, and
that the service shows nothing else.
"""

import asyncio
import hashlib
import time
from collections.abc import Iterable
from typing import NamedTuple

from google.protobuf import json_format
from nats.aio.client import Client

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1.events_pb2 import DefinitionAdopted
from services.chassis.tls.client import SYSTEM, ClientTls
from services.console.outcome import Difference
from services.console.portal.client import Portal
from services.console.portal.questions import definitions
from services.console.reading.definitions.definition import toml
from services.console.reading.definitions.tokens import UnreadableError
from services.console.reading.folding import streams
from services.console.reading.folding.dossier_fold import Fact

STREAM = "metrics"
KIND = DefinitionAdopted.DESCRIPTOR.full_name
PATIENCE, AGAIN = 20.0, 0.1  # seconds; what was recorded is published soon after


class Name(NamedTuple):
    """Such as `online_handling`, version 1."""

    id: str
    version: int

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


async def adopted(portal: Portal) -> list[contract.Definition]:
    """All that were adopted. Raises Difference where the service shows others."""
    shown = await definitions(portal)
    last = max((each.position for each in shown), default=0)
    found = await read(portal.installation.stream_address, last, portal.installation.tls)
    must_be_sound(found)
    must_be_shown(found, shown, last)
    return found


async def read(url: str, last: int, tls: ClientTls = SYSTEM) -> list[contract.Definition]:
    """From the stream, once it is published up to that position."""
    async with streams.connected(url, tls) as client:
        until = await published(client, last)
        facts = streams.read(client, STREAM, after=0, until=until)
        return [definition(fact) async for fact in facts if fact.type == KIND]


async def published(client: Client, position: int) -> int:
    """Where the stream ends, once it has that position."""
    began = time.monotonic()
    while (until := await streams.count(client, STREAM)) < position:
        if time.monotonic() > began + PATIENCE:
            raise Difference(
                f"{STREAM} ends at {until}, and a definition was adopted at {position}"
            )
        await asyncio.sleep(AGAIN)
    return until


def definition(fact: Fact) -> contract.Definition:
    """An adoption as the service would show it, without words for people."""
    event = json_format.Parse(fact.payload, DefinitionAdopted())
    return contract.Definition(
        id=event.definition,
        version=event.version,
        text=event.text,
        digest=event.definition_digest,
        reasons=[
            contract.DefinitionReason(name=each.name, condition=each.condition)
            for each in event.reasons
        ],
        position=fact.position,
    )


def must_be_sound(found: Iterable[contract.Definition]) -> None:
    """Each is the next version of its id, with the text of that name and digest."""
    newest: dict[str, int] = {}
    for each in found:
        name = Name(each.id, each.version)
        if each.version != newest.get(each.id, 0) + 1:
            raise Difference(f"{name} was adopted after version {newest.get(each.id, 0)}")
        newest[each.id] = each.version
        if digest_of(each) != each.digest or stated(each) not in (None, name):
            raise Difference(f"{name} was adopted with another text than that of its digest")


def must_be_shown(
    found: Iterable[contract.Definition],
    shown: Iterable[contract.Definition],
    last: int,
) -> None:
    """What was adopted up to a position, and no more, under the same digests."""
    ours = {Name(each.id, each.version): each.digest for each in found if each.position <= last}
    theirs = {Name(each.id, each.version): digest_of(each) for each in shown}
    different = sorted(map(str, dict(ours.items() ^ theirs.items())))
    if different:
        raise Difference(f"the service shows other definitions than were adopted: {different}")


def digest_of(each: contract.Definition) -> str:
    """Over the text and its reasons' conditions."""
    lines = "".join(f"{reason.name}\t{reason.condition}\n" for reason in each.reasons)
    return hashlib.sha256(f"{each.text}{lines}".encode()).hexdigest()


def stated(each: contract.Definition) -> Name | None:
    """As the text calls itself; None where this reading cannot read it."""
    try:
        fields = toml(each.text)
    except UnreadableError:
        return None
    return Name(fields["id"], fields["version"])
