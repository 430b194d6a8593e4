"""The logs of a stack that runs, bounded: whoever reaches a port can have lines written.

Promises that a log is not much larger than LARGEST, and that what was in it before is in one other
file. Programs go on writing into the file that they opened: it is emptied and not replaced.
"""

import asyncio
import os
import shutil
from contextlib import suppress
from pathlib import Path

from deploy.embedded.directory import Directory

LARGEST = 64 * 1024 * 1024  # bytes
FORMER = ".1"
LOOKS_EVERY = 10.0  # seconds


async def bounding(directory: Directory) -> None:
    """As long as the stack runs."""
    while True:
        await asyncio.sleep(LOOKS_EVERY)
        await asyncio.to_thread(bound, directory)


def bound(directory: Directory) -> None:
    """Empty each log that has become too large; on a full disk the next look has to do."""
    folder = directory.log("any").parent
    for log in () if folder.is_symlink() else folder.glob("*.log"):
        with suppress(OSError):
            if log.lstat().st_size > LARGEST:
                empty(log)


def empty(log: Path) -> None:
    """Move what is in it to the former one. A link in the place of either is not followed."""
    former, new = log.with_name(log.name + FORMER), log.with_name(log.name + ".new")
    new.unlink(missing_ok=True)
    reading = os.open(log, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(reading, "r+b") as written:
        making = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        with os.fdopen(making, "wb") as kept:
            shutil.copyfileobj(written, kept)  # to its end, wherever that is by then
        written.truncate(0)
    new.replace(former)
