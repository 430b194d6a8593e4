"""Tokens that are no longer believed: a JSON file, read again within 5 seconds of a change.

`{"tokens": [JTI, …], "subjects": {SUBJECT: INSTANT, …}}` refuses tokens by their id (`jti`), and of
a subject those issued before an instant. A file that cannot be read, or is cut short, leaves what
was read last in force, is logged and raises a gauge.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.chassis import gauges, telemetry
from services.chassis.access import Token
from services.chassis.settings import SettingsError

LOOKED_AT_EVERY = 2.0  # seconds
LARGEST = 4 * 1024 * 1024  # bytes
PARTS = {"tokens": list, "subjects": dict}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revoked:
    """What one reading of the file says; times in seconds since 1970."""

    tokens: frozenset[str] = frozenset()
    issued_before: Mapping[str, float] = field(default_factory=dict)


class Revocations:
    """The file at a path, or nothing where there is no path; SettingsError if its first reading
    fails: nobody may start without knowing what is revoked.
    """

    def __init__(self, path: str = "", *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._clock = path, clock
        self._looked_at = clock()
        try:
            self._seen = state_of(path) if path else None
            self._revoked = read(path) if path else Revoked()
        except ValueError as problem:
            raise SettingsError(f"settings: {problem}") from None
        gauges.REVOCATIONS_READABLE.set(True)

    def includes(self, subject: str, token: Token) -> bool:
        """Whether a subject's token is revoked."""
        if self._path and self._clock() - self._looked_at >= LOOKED_AT_EVERY:
            self._looked_at = self._clock()
            self._look()
        known = self._revoked
        before = known.issued_before.get(subject, token.issued)
        return token.id in known.tokens or token.issued < before

    def _look(self) -> None:
        """Read the file again if it is another one, or could not be read."""
        try:
            state = state_of(self._path)
            if state != self._seen:
                self._revoked, self._seen = read(self._path), state
        except ValueError as problem:
            self._seen = None
            gauges.REVOCATIONS_READABLE.set(False)
            telemetry.log().error("revocations.unreadable", problem=str(problem))
        else:
            gauges.REVOCATIONS_READABLE.set(True)


def state_of(path: str) -> tuple[int, int, int]:
    """What differs when a file was written or replaced."""
    try:
        found = os.stat(path)  # noqa: PTH116 — asked every two seconds
    except OSError as problem:
        raise ValueError(f"MOTCUA_REVOKED_TOKENS: {problem.strerror}") from None
    return found.st_mtime_ns, found.st_size, found.st_ino


def read(path: str) -> Revoked:
    """The file's content; ValueError says what is wrong with it, and repeats none of it."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            content = file.read(LARGEST + 1)
        said = json.loads(content) if len(content) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or said.keys() != PARTS.keys():
        raise ValueError('MOTCUA_REVOKED_TOKENS: not {"tokens": […], "subjects": {…}}')
    if not all(isinstance(said[part], kind) for part, kind in PARTS.items()):
        raise ValueError("MOTCUA_REVOKED_TOKENS: tokens is a list, subjects an object")
    if not all(isinstance(each, str) for each in said["tokens"]):
        raise ValueError("MOTCUA_REVOKED_TOKENS: a token is named by its jti, a text")
    before = {subject: instant(at) for subject, at in said["subjects"].items()}
    return Revoked(frozenset(said["tokens"]) - {""}, before)


def instant(text: Any) -> float:
    """Such as 2026-11-28T10:00:00Z, in seconds since 1970."""
    try:
        return (datetime.fromisoformat(text) - EPOCH).total_seconds()
    except (TypeError, ValueError):  # no text, no time, or one without a zone
        raise ValueError("MOTCUA_REVOKED_TOKENS: an instant is 2026-11-28T10:00:00Z") from None
