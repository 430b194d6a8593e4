"""What operators run on a service's database and stream: migrate, refill, rewrap.

Each is a word after `python -m services.X`, and ends.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from services.chassis import database, refill, telemetry
from services.chassis.bus import Bus
from services.chassis.mac import Mac
from services.chassis.masters import Masters
from services.chassis.oidc.command import show_pseudonym
from services.chassis.process import Command
from services.chassis.settings import Settings


def operations(service: str, *, migrations: Path) -> Mapping[str, Command[Any]]:
    """The words after `python -m services.X`."""

    async def migrate(settings: Settings, _: Sequence[str]) -> None:
        """Make and change the tables, as their owner."""
        role = urlsplit(settings.database_dsn).username or service
        directories = [database.SQL, migrations]
        await database.migrate(settings.owner, role=role, directories=directories)

    async def refill_log(settings: Settings, _: Sequence[str]) -> None:
        """Refill a log that was restored from an older backup, from the stream."""
        owner = settings.owner
        bus = await Bus.connect(settings.nats_url, name=f"{service} refill", tls=settings.nats_tls)
        try:
            await refill.refill(owner, bus=bus, mac=Mac(service, settings.log_keys))
        finally:
            await bus.close()

    async def republish(settings: Settings, _: Sequence[str]) -> None:
        """Have the service that runs publish its whole log again, under the current key: without
        its stream it begins anew, and whoever reads it goes on from his position.
        """
        bus = await Bus.connect(settings.nats_url, name=f"{service} again", tls=settings.nats_tls)
        try:
            await bus.delete_stream(service)
        finally:
            await bus.close()

    return {
        "migrate": migrate,
        "refill": refill_log,
        "republish": republish,
        "pseudonym": show_pseudonym,
    }


async def rewrap(settings: Any, _: Sequence[str]) -> None:
    """Bring every owner's key under the first of `sealing_keys`; then the retired ones can go."""
    async with await database.open_pool(settings.owner) as pool:
        count = await Masters(pool, settings.sealing_keys).rewrap()
    telemetry.log().info("keys.rewrapped", keys=count)


async def sealed(settings: Any, _: Sequence[str]) -> None:
    """Print how many owners' keys are under each of the sealing keys, as JSON by id."""
    async with await database.open_pool(settings.database_dsn) as pool:
        sys.stdout.write(json.dumps(await Masters(pool, settings.sealing_keys).by_master()) + "\n")
