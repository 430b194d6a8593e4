"""Tokens that are no longer believed: a JSON file, read again within 5 seconds of a change.

`{"tokens": [JTI, …], "subjects": {SUBJECT: INSTANT, …}}` refuses tokens of the embedded issuer by
their id (`jti`), and of a subject those issued before an instant. `"issuers": {URL: {"tokens": […],
"before": INSTANT}}` does so for another issuer, and for all that it issued before. A file that
cannot be read, or is cut short, leaves what was read last in force, is logged and raises a gauge.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.chassis import gauges, telemetry
from services.chassis.access import Token
from services.chassis.claims import NAME
from services.chassis.followed import CHECKED_EVERY, state_of
from services.chassis.settings import SettingsError

LARGEST = 4 * 1024 * 1024  # bytes
PARTS = {"tokens": list, "subjects": dict}
OPTIONAL = {"issuers": dict}
OF_ISSUER = frozenset({"tokens", "before"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revoked:
    """What one reading of the file says, by issuer and by subject; times in seconds since 1970."""

    tokens: Mapping[str, frozenset[str]] = field(default_factory=dict)
    issued_before: Mapping[str, float] = field(default_factory=dict)
    all_before: Mapping[str, float] = field(default_factory=dict)


class Revocations:
    """The file at a path, or nothing where there is no path; SettingsError if its first reading
    fails: nobody may start without knowing what is revoked.
    """

    def __init__(self, path: str = "", *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._clock = path, clock
        self._checked_at = clock()
        try:
            self._seen = state_of_file(path) if path else None
            self._revoked = read(path) if path else Revoked()
        except ValueError as problem:
            raise SettingsError(f"settings: {problem}") from None
        gauges.REVOCATIONS_READABLE.set(True)

    def includes(self, subject: str, token: Token) -> bool:
        """Whether a subject's token is revoked."""
        if self._path and self._clock() - self._checked_at >= CHECKED_EVERY:
            self._checked_at = self._clock()
            self._check()
        revoked = self._revoked
        if token.id in revoked.tokens.get(token.issuer, ()):
            return True
        before = revoked.issued_before.get(subject, token.issued)
        return token.issued < max(before, revoked.all_before.get(token.issuer, token.issued))

    def _check(self) -> None:
        """Read the file again if it is another one, or could not be read."""
        try:
            state = state_of_file(self._path)
            if state != self._seen:
                self._revoked, self._seen = read(self._path), state
        except ValueError as problem:
            self._seen = None
            gauges.REVOCATIONS_READABLE.set(False)
            telemetry.log().error("revocations.unreadable", problem=str(problem))
        else:
            gauges.REVOCATIONS_READABLE.set(True)


def state_of_file(path: str) -> tuple[int, int, int]:
    """What differs when it was changed; ValueError where it is not there."""
    try:
        return state_of(path)
    except OSError as problem:
        raise ValueError(f"MOTCUA_REVOKED_TOKENS: {problem.strerror}") from None


def read(path: str) -> Revoked:
    """The file's content; ValueError says what is wrong with it, and repeats none of it."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            content = file.read(LARGEST + 1)
        stated = json.loads(content) if len(content) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        stated = None
    if (
        not isinstance(stated, dict)
        or not PARTS.keys() <= stated.keys() <= (PARTS | OPTIONAL).keys()
    ):
        raise ValueError('MOTCUA_REVOKED_TOKENS: not {"tokens": […], "subjects": {…}}')
    if not all(isinstance(stated[part], (PARTS | OPTIONAL)[part]) for part in stated):
        raise ValueError("MOTCUA_REVOKED_TOKENS: tokens is a list, subjects and issuers objects")
    others = {issuer: of_issuer(each) for issuer, each in stated.get("issuers", {}).items()}
    tokens = {issuer: each[0] for issuer, each in others.items()}
    tokens[NAME] = ids(stated["tokens"]) | tokens.get(NAME, frozenset())
    before = {subject: instant(at) for subject, at in stated["subjects"].items()}
    return Revoked(tokens, before, {issuer: each[1] for issuer, each in others.items()})


def of_issuer(stated: Any) -> tuple[frozenset[str], float]:
    """Of another issuer: which tokens, and all before when."""
    if not isinstance(stated, dict) or not stated.keys() <= OF_ISSUER:
        raise ValueError("MOTCUA_REVOKED_TOKENS: an issuer has tokens, before, or both")
    return ids(stated.get("tokens", [])), instant(stated["before"]) if "before" in stated else 0.0


def ids(stated: Any) -> frozenset[str]:
    """Of tokens; a token without an id cannot be named."""
    if not isinstance(stated, list) or not all(isinstance(each, str) for each in stated):
        raise ValueError("MOTCUA_REVOKED_TOKENS: a token is named by its jti, a text")
    return frozenset(stated) - {""}


def instant(text: Any) -> float:
    """Such as 2026-11-28T10:00:00Z, in seconds since 1970."""
    try:
        return (datetime.fromisoformat(text) - EPOCH).total_seconds()
    except (TypeError, ValueError):  # no text, no time, or one without a zone
        raise ValueError("MOTCUA_REVOKED_TOKENS: an instant is 2026-11-28T10:00:00Z") from None
