"""Pages over a small city, as a browser without script asks for them.

Promises a stack of its own with pages, a catalogue, two years of records, and published figures.
Must not look into the pages' process.
"""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from services.console.commands import publications
from services.console.demo import command
from services.console.demo.city import City, city
from services.console.instants import month_of
from services.console.portal.client import Portal
from tests.e2e.followed import followed
from tests.e2e.migrated import MigratedStack

DOSSIERS = 700
PUBLISHED = ("coverage.l3l4", "online_handling", "on_time.ended", "handling_time.ended")
LINK = re.compile(r'href="([^"]+)"')


class Answer(NamedTuple):
    """What a page answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Opened:
    """The pages, the portal by which the same is asked of the services, and cookies by account."""

    stack: Stack
    portal: Portal
    city: City
    month: date
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.stack.describe().pages.removeprefix("http://")

    @property
    def password(self) -> str:
        return self.stack.describe().pages_password

    def ask(
        self, path: str, who: str = "", *, form: Mapping[str, str] | None = None, **headers: str
    ) -> Answer:
        """One request, without following where it leads."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            said["cookie"] = self.cookie(who)
        body = urlencode(form) if form is not None else None
        if body is not None:
            said |= {"content-type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection(self.address, timeout=60)
        connection.request("GET" if body is None else "POST", path, body, said)
        reply = connection.getresponse()
        packed = reply.getheader("content-encoding") == "gzip"
        text = (gzip.decompress(reply.read()) if packed else reply.read()).decode()
        connection.close()
        return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, text)

    def get(self, path: str, who: str = "") -> str:
        """The page behind an address, which must be there."""
        answer = self.ask(path, who)
        while answer.status in {303, 307}:
            answer = self.ask(answer.headers["location"], who)
        assert answer.status == 200, (path, who, answer.status, answer.text[-500:])
        return answer.text

    def cookie(self, who: str) -> str:
        """Of a session, begun once for each account."""
        if who not in self.cookies:
            form = {"account": who, "password": self.password}
            answer = self.ask("/vi/sign-in", form=form)
            assert answer.status == 303, answer.text[-500:]
            self.cookies[who] = answer.headers["set-cookie"].partition(";")[0]
        return self.cookies[who]


@asynccontextmanager
async def opened() -> AsyncIterator[Opened]:
    """The pages of a city with records, some of which are published."""
    path = make_temporary()
    month = month_of(datetime.now(UTC))
    made = city(month, dossiers=DOSSIERS)
    stack = MigratedStack(path)
    await stack.start(pages=True)
    try:
        async with Portal(stack.describe()) as portal:
            await command.load(portal, made)
            await followed(path)  # else less is published than was loaded
            await publish(portal, month)
            yield Opened(stack, portal, made, month)
    finally:
        await stack.stop()
        shutil.rmtree(path)


async def publish(portal: Portal, month: date) -> None:
    """The year before, of a commune, the district and all units."""
    year = (date(month.year - 1, 1, 1), date(month.year, 1, 1))
    for unit in ("units/an-lac", "units/song-van", ""):
        request = publications.publishing(year, unit=unit)
        await publications.published_by(portal, request, PUBLISHED)
