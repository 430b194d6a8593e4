"""One request for a page: who asks, in which language, for what, and the services to ask for it.

And what a view makes of it: a page, whose tables can also be had as CSV and JSON.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from starlette.requests import Request

from services.chassis import visitors
from services.chassis.visitors import Network
from services.pages import questions
from services.pages.asking import Reading
from services.pages.live import Hub
from services.pages.naming import Naming
from services.pages.services import Client, Services
from services.pages.sessions import Visitor
from services.pages.tables import Link, Table
from services.pages.words import Words

MOST_HOPS = 8  # of those by which a visitor came; the last ones count


def came_by(request: Request) -> str:
    """From where a visitor came, the last hop last: who talks to us, and what he says of those
    before him, up to what is no address.
    """
    sent = request.headers.get("x-forwarded-for", "").split(",")
    hops = [*(each.strip() for each in sent), request.client.host if request.client else ""]
    found: list[str] = []
    for hop in reversed(hops[-MOST_HOPS:]):
        if not is_address(hop):
            break
        found.insert(0, hop)
    return ", ".join(found)


def address_of(request: Request, proxies: tuple[Network, ...]) -> str:
    """Whose address a request came from, as services tell callers apart; `proxies` are believed."""
    found = visitors.address(request.client.host) if request.client else None
    peer = visitors.written(found) if found else "unknown"
    forwarded = request.headers.get("x-forwarded-for", "")
    return visitors.customer(visitors.behind(peer, forwarded, proxies) if proxies else peer)


def is_address(text: str) -> bool:
    """Whether it is one of IPv4 or IPv6, without a zone."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return text.isascii() and "%" not in text


@dataclass(frozen=True)
class Visit:
    """A visitor's request."""

    request: Request
    words: Words
    visitor: Visitor
    services: Services
    hub: Hub

    @property
    def language(self) -> str:
        """`vi` or `en`."""
        return self.words.language

    @property
    def parameters(self) -> Mapping[str, str]:
        """Of the address."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, str]:
        """The parts of the path that name something."""
        return self.request.path_params

    @cached_property
    def client(self) -> Client:
        """The services, with the visitor's own right."""
        return Client(self.services, self.visitor.token, came_by(self.request))

    @property
    def anybody(self) -> Client:
        """The services, as without a session."""
        return Client(self.services, came_by=came_by(self.request))

    @cached_property
    def reading(self) -> Reading:
        """Everything that this page reads of metrics, as known at one pair of positions."""
        known, at = questions.known(self.parameters), questions.known_time(self.parameters)
        return Reading(self.client, known, at)

    @property
    def units_at(self) -> datetime | None:
        """At which instant units are taken as they are; None: as they were then."""
        return questions.instant(self.parameters, "units")

    def to(self, path: str, **parts: object) -> str:
        """An address of ours in this language, to whatever is named in it."""
        return questions.with_query(f"/{self.language}{questions.quoted(path)}", parts)

    def link(self, naming: Naming, name: str) -> Link:
        """A unit or a service by what it is called, with its page; nothing of nothing."""
        return Link(naming.called(name), self.to(f"/{name}") if name else "", name)

    def at(self, address: str) -> str:
        """One that is written as an address already, in this language."""
        return f"/{self.language}{address}"

    @property
    def asked(self) -> str:
        """The path that was asked for. Of a URL it would end at the first `?` of a name."""
        return questions.quoted(self.request.scope["path"])

    def same(self, **changes: object) -> str:
        """This very address with other parameters."""
        parts = {**self.parameters, **changes}
        return questions.with_query(self.asked, parts)

    def elsewhere(self, language: str) -> str:
        """This very page in another language."""
        path = self.asked.split("/", 2)
        rest = path[2] if len(path) > 2 else ""
        return questions.with_query(f"/{language}/{rest}", dict(self.parameters))


@dataclass
class Page:
    """A template with its values."""

    template: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    tables: Iterable[Table] = ()
    status: int = 200
    again_in: float = 0.0  # seconds after which what was refused may be asked again
    place: str = ""  # which part of the navigation it belongs to
