"""Files of other systems, opened: packed ones are unpacked as they are read.

Promises the bytes, or a mistake that names the file and the reason. Must not change a file.
"""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

LONGEST_CELL = 1 << 20  # characters


class FileError(Exception):
    """The file cannot be read as what it should be; the text says where and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of the file, unpacked when its name ends in .gz."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield cast("BinaryIO", file)
    except (OSError, EOFError, zlib.error) as failed:
        reason = getattr(failed, "strerror", None) or failed
        raise FileError(f"{path} cannot be read: {reason}") from None
