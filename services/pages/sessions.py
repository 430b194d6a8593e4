"""Who visits: an access token in an encrypted cookie, until the session ends or the visitor does.

Where it can be renewed, what renews it is there, too. A cookie that somebody copied ends with the
session it was copied from. Must not be logged.
"""

import base64
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from motcua.chassis.v1.access_pb2 import Role
from motcua.chassis.v1.identity_pb2 import Caller
from services.chassis.keys import Keyring
from services.pages.cookies import Cookies

NAME = "session"


@dataclass(frozen=True)
class Visitor:
    """A visitor's token, and what it says of him; without a token he is the public."""

    token: str = field(default="", repr=False)
    subject: str = ""
    grants: tuple[tuple[str, str], ...] = ()  # a role and a unit; "" is the whole tree
    expires: float = 0.0  # of the token
    refresh: str = field(default="", repr=False)  # what another token is got with
    renewed_at: float = 0.0  # from when on it is time for that
    ends: float = 0.0  # when the session does, whatever is renewed
    session: str = ""  # by which it is known while it lasts

    @property
    def is_public(self) -> bool:
        """Whether nobody signed in."""
        return not self.token

    def units(self, *roles: str) -> list[str]:
        """Where one of these roles reaches, or any; "" is the whole tree."""
        return [unit for role, unit in self.grants if not roles or role in roles]

    @property
    def unit(self) -> str:
        """The id of the unit that pages are about when none is named: the first where a role
        reaches; "" where one reaches the whole tree, and for the public.
        """
        reached = self.units()
        return "" if "" in reached else next(iter(reached), "").partition("/")[2]


PUBLIC = Visitor()


class Sessions:
    """Those that the keys of a ring open; the current one seals. One that was used last so many
    seconds (`idle`) and the life of a token ago is over.
    """

    def __init__(self, keys: Keyring, *, behind_tls: bool, idle: float) -> None:
        self.cookies, self.idle = Cookies(keys, behind_tls=behind_tls), idle
        self.ended: dict[str, float] = {}  # sessions that somebody ended, and until when that tells

    def visitor(self, request: Request) -> Visitor:
        """Who sent a request; the public without a session of ours that goes on."""
        found = visitor_in(self.cookies.content(request, NAME))
        left = found.expires + (self.idle if found.refresh else 0.0) - time.time()
        over = left <= 0 or found.ends <= time.time() or found.session in self.ended
        return PUBLIC if over else found

    def begin(self, response: Response, visitor: Visitor) -> None:
        """Give the visitor the cookie, for as long as the session may last; TooLarge where that is
        more than a browser keeps.
        """
        left = max(0, int(visitor.ends - time.time()))
        named = replace(visitor, session=visitor.session or secrets.token_urlsafe(12))
        self.cookies.put(response, NAME, vars(named), left)

    def end(self, request: Request, response: Response) -> None:
        """Take it back; copies of it are no session any more in this process."""
        now, found = time.time(), self.visitor(request)
        self.ended = {each: until for each, until in self.ended.items() if until > now}
        if found.session:
            self.ended[found.session] = found.ends
        self.cookies.drop(request, response, NAME)


def visitor_in(content: Mapping[str, Any]) -> Visitor:
    """The visitor whom a cookie is of."""
    try:
        grants = tuple((str(role), str(unit)) for role, unit in content["grants"])
        return Visitor(**{**content, "grants": grants})
    except (KeyError, TypeError, ValueError):
        return PUBLIC


def grants_of(caller: Caller) -> tuple[tuple[str, str], ...]:
    """What a service says that somebody's token grants."""
    return tuple(
        (Role.Name(each.role).removeprefix("ROLE_").lower(), each.unit) for each in caller.grants
    )


def visitor_of(token: str) -> Visitor:
    """What a token of the embedded stack says. We do not check who signed it: every service does,
    at every call.
    """
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        grants = tuple((each["role"], each["unit"].replace("*", "")) for each in claims["roles"])
        expires = float(claims["exp"])
        return Visitor(token, str(claims["sub"]), grants, expires, ends=expires)
    except (IndexError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return PUBLIC
