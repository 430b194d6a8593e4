"""As whom a service connects to NATS, when its address changes while it runs.

Example: the password of `catalog` is exchanged. Its account has two users for a while; a service
connects again as the new one within seconds, and then the former one goes.
"""

import asyncio
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from nats.aio.client import Client

from services.chassis import telemetry
from services.chassis.followed import CHECKED_EVERY, Text, now


def credentials(url: Text) -> dict[str, Any]:
    """Options by which the client asks at each attempt as whom to connect; none where that cannot
    change, or stands nowhere.
    """
    if isinstance(url, str) or not _first(url).password:
        return {}
    return {
        "user": lambda: unquote(_first(url).username or ""),
        "password": lambda: unquote(_first(url).password or ""),
    }


async def follow(client: Client, url: Text) -> None:
    """Connect again when the address names another user or password, until cancelled."""
    used = now(url)
    while True:
        await asyncio.sleep(CHECKED_EVERY)
        if now(url) != used:
            used = now(url)
            telemetry.log().info("bus.other_user")
            await client.force_reconnect()


def _first(url: Text) -> SplitResult:
    return urlsplit(now(url).split(",")[0])
