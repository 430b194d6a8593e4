"""Settings that change while a service runs: one in a file is read again when the file changes.

It is looked at when it is used, at most every two seconds. A file that cannot be read, or is
malformed, leaves what was read last in force, is logged and raises a gauge.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import structlog

from services.chassis.gauges import gauge

T = TypeVar("T")
S = TypeVar("S")
Text: TypeAlias = str | Callable[[], str]  # one that is said once, or followed

CHECKED_EVERY = 2.0  # seconds
READABLE = gauge(
    "motcua_setting_readable", "0: the file of a setting is broken, its last content counts",
    ["setting"],
)  # fmt: skip


class Followed(Generic[T]):
    """Call it for what the file of a setting says now, as `read` understands it."""

    def __init__(
        self,
        setting: str,
        path: str,
        read: Callable[[str], T],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises OSError or ValueError if the first reading fails."""
        self._setting, self._path, self._read, self._clock = setting, path, read, clock
        self._seen: Any = state_of(self._path)
        self._value = self._content()
        self._checked_at = clock()
        READABLE.labels(setting).set(True)

    def __call__(self) -> T:
        if self._clock() - self._checked_at >= CHECKED_EVERY:
            self._checked_at = self._clock()
            self._check()
        return self._value

    def _check(self) -> None:
        """Read the file again if it is another one, or could not be read."""
        try:
            state = state_of(self._path)
            if state != self._seen:
                self._value, self._seen = self._content(), state
                structlog.get_logger().info("setting.read_again", setting=self._setting)
        except (OSError, ValueError):  # whose text might repeat what the file says
            if self._seen is not None:
                structlog.get_logger().error("setting.unreadable", setting=self._setting)
            self._seen = None
            READABLE.labels(self._setting).set(False)
        else:
            READABLE.labels(self._setting).set(True)

    def _content(self) -> T:
        return self._read(content_of(self._path))


def state_of(path: str) -> tuple[int, int, int]:
    """What differs when the file was written or replaced, or a link in its path leads elsewhere,
    which is how Kubernetes changes a mounted secret.
    """
    found = os.stat(path)  # noqa: PTH116 — asked every two seconds
    return found.st_mtime_ns, found.st_size, found.st_ino


def content_of(path: str) -> str:
    """The text of a setting's file; ValueError where there is none."""
    if not (text := Path(path).read_text(encoding="utf-8").strip()):
        raise ValueError("the file is empty")
    return text


def now(text: Text) -> str:
    """What a text says now."""
    return text if isinstance(text, str) else text()


def made_of(read: Callable[[], S], make: Callable[[S], T]) -> Callable[[], T]:
    """What `make` makes of what `read` returns; made again only when that is another object.

    Example: ciphers from the keys of a ring, which seldom change and are asked for in every call.
    """
    cached: list[tuple[S, T]] = []

    def current() -> T:
        found = read()
        if not cached or cached[0][0] is not found:
            cached[:] = [(found, make(found))]
        return cached[0][1]

    return current
