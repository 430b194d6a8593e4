"""As whom a command calls: a stack of this machine signs what is asked for; elsewhere a caller
has a token of his own, or none.

A token goes into the metadata of calls and nowhere else.
"""

from pathlib import Path
from typing import Protocol

from deploy.embedded.tokens import OPERATOR, issue_token

Texts = tuple[str, str]  # Vietnamese, English
LEFT = 60.0  # seconds that a token lives yet when a call begins


class Bearer(Protocol):
    """Who calls."""

    advice: Texts  # what helps when the service does not believe the token

    def token(self, role: str, unit: str, subject: str) -> str:
        """The token; "" for a call without one."""

    async def renew(self, lasting: float = LEFT) -> None:
        """Before a call: have a token that lives so many seconds yet, if there is one."""


class Signing:
    """Holds each role as it is needed, by the key of a stack on this machine."""

    advice = ("Lấy mã truy cập mới bằng ./motcua token.", "Get a new token with ./motcua token.")

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.signed: dict[tuple[str, str, str], str] = {}

    def token(self, role: str, unit: str = "*", subject: str = OPERATOR) -> str:
        """Signed once."""
        who = (role, unit, subject)
        if who not in self.signed:
            self.signed[who] = issue_token(self.directory, role, unit, subject=subject)
        return self.signed[who]

    async def renew(self, lasting: float = LEFT) -> None:
        """It lives longer than a command."""
        del lasting


class Owned:
    """A token that the user was given; `by` says where from."""

    def __init__(self, token: str, by: str) -> None:
        self.text = token
        self.advice = (
            f"Mã truy cập lấy từ {by}: hãy xin mã mới.",
            f"The token came from {by}: get a new one there.",
        )

    def token(self, role: str, unit: str, subject: str) -> str:
        """The same for every call."""
        del role, unit, subject
        return self.text

    async def renew(self, lasting: float = LEFT) -> None:
        """It is what it is."""
        del lasting


class Public:
    """Nobody in particular."""

    advice = (
        "Hãy đăng nhập bằng ./motcua sign-in, hoặc nêu mã truy cập: --token FILE hay MOTCUA_TOKEN.",
        "Sign in with ./motcua sign-in, or name a token: --token FILE or MOTCUA_TOKEN.",
    )

    def token(self, role: str, unit: str, subject: str) -> str:
        """None."""
        del role, unit, subject
        return ""

    async def renew(self, lasting: float = LEFT) -> None:
        """There is nothing to renew."""
        del lasting
