"""Files and values that only their owner may read: tokens, addresses with passwords, contexts.

Promises mode 0600 from the first byte on, and that a file is there whole or not at all.
"""

import os
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path

from services.console.outcome import Mistake

LARGEST = 1 << 20
STDIN = Path("-")


def owners() -> set[int]:
    """Who may have written what we read."""
    return {os.geteuid(), 0}


@dataclass(frozen=True)
class Given:
    """A value, or the file that holds it, and what named it, for messages; never shown."""

    by: str
    value: str = field(default="", repr=False)
    path: Path | None = None

    def text(self) -> str:
        """The value without white space around it; a Mistake says whose it is."""
        found = self.content().decode(errors="replace").strip() if self.path else self.value.strip()
        if not found or not found.isascii() or not found.isprintable():
            raise Mistake(f"{self.by} holds nothing that can be used")
        return found

    def content(self) -> bytes:
        """The file's bytes."""
        path = self.path or Path()
        if is_secret(str(path)):
            raise Mistake(f"{self.by} names a file: others see what stands on a command line")
        try:
            if path == STDIN:
                return sys.stdin.buffer.read(LARGEST)
            with path.open("rb") as file:
                return file.read(LARGEST)
        except OSError as failed:
            raise Mistake(f"{self.by}: {path} cannot be read ({failed.strerror})") from None


def is_secret(text: str) -> bool:
    """Whether somebody wrote a token where its file is to be named; it must not be shown."""
    return text.startswith("eyJ") and text.count(".") == 2


def write(path: Path, text: str) -> None:
    """Put a file there that its owner alone can read, in a directory of his."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(draft, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
    except OSError as failed:
        raise Mistake(f"{path} cannot be written: {failed.strerror}") from None


def read(path: Path) -> str:
    """What is there, "" where nothing is; a Mistake where others could have read or changed it."""
    try:
        with path.open(encoding="utf-8") as file:
            found = os.fstat(file.fileno())
            if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or found.st_uid not in owners():
                raise Mistake(f"others may read or write {path}: it must be yours, with mode 600")
            return file.read(LARGEST)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as failed:
        raise Mistake(f"{path} cannot be read: {failed}") from None
