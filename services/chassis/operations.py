"""What operators run on a service's database and stream: migrate, park, refill, fsck, rewrap.

Each is a word after `python -m services.X`, and ends.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import Message

from services.chassis import database, parking, refill, telemetry
from services.chassis.bus import Bus
from services.chassis.envelope import PROTOBUF
from services.chassis.fsck_command import fsck
from services.chassis.mac import Mac
from services.chassis.process import Command
from services.chassis.sealing import Vault
from services.chassis.settings import Settings


def operations(
    service: str, *, migrations: Path, head: type[Message], content_type: str = PROTOBUF
) -> Mapping[str, Command[Any]]:
    """The words after `python -m services.X`."""

    async def migrate(settings: Settings, _: Sequence[str]) -> None:
        """Make and change the tables, as their owner."""
        role = urlsplit(settings.database_dsn).username or service
        directories = [database.SQL, migrations]
        await database.migrate(settings.owner, role=role, directories=directories)

    async def park(settings: Settings, words: Sequence[str]) -> None:
        """Let a projection pass the event that it halted at: its name, the position, the reason."""
        name, position, *why = words
        async with await database.open_pool(settings.database_dsn) as pool:
            reason = " ".join(why)
            await parking.park(pool, projection=name, position=int(position), reason=reason)

    async def refill_log(settings: Settings, _: Sequence[str]) -> None:
        """Refill a log that was restored from an older backup, from the stream."""
        owner = settings.owner
        bus = await Bus.connect(settings.nats_url, name=f"{service} refill")
        try:
            await refill.refill(owner, bus=bus, mac=Mac(service, settings.log_keys))
        finally:
            await bus.close()

    check = fsck(service, head=head, content_type=content_type)
    return {"migrate": migrate, "park": park, "refill": refill_log, "fsck": check}


async def rewrap(settings: Any, _: Sequence[str]) -> None:
    """Bring every owner's key under the first of `sealing_keys`; then the retired ones can go."""
    async with await database.open_pool(settings.owner) as pool:
        count = await Vault(pool, settings.sealing_keys).rewrap()
    telemetry.log().info("keys.rewrapped", keys=count)
