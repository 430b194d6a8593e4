"""Files of servers that run, which make and remove files and directories at any time.

Promises not to fail where one is gone before it is looked into. Must not read a file.
"""

import os
from collections.abc import Iterator
from pathlib import Path


def paths_below(directory: Path) -> Iterator[Path]:
    """Every file and directory in it, however deep; what is looked at may be gone by then."""
    for place, directories, files in os.walk(directory):  # passes over one that is gone
        yield from (Path(place, name) for name in (*directories, *files))
