"""The archive of PostgreSQL's write-ahead log (WAL): how segments get there, and which are missing.

The server copies each full segment, and one a minute where something was written. Promises that a
segment is in the archive whole or not at all, and is never replaced by other content.
"""

import gzip
import re
import zlib
from pathlib import Path

FOLDER = "wal"
TARGET = "archive.to"  # in the data directory: the folder, once there is a backup
SEGMENT_BYTES = 16 * 1024 * 1024
SEGMENT = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\.gz")
READ_AT_ONCE = 1 << 20
# Run in the directory of a database, as the servers' user. Without a target nothing is archived. A
# standby archives, too: its primary may have died with segments that were not in the archive yet.
COMMAND = (
    f'to=$(cat ../{TARGET} 2>/dev/null); test -n "$to" || exit 0; f="$to/%f.gz"; '
    'if test -f "$f"; then gzip -dc "$f" | cmp -s - "%p"; exit; fi; '
    'new="$f.${PWD##*/}"; gzip -1 -c "%p" > "$new" && sync "$new" && mv "$new" "$f"'
)
SETTINGS = {"archive_mode": "always", "archive_command": COMMAND}
LOSES_AT_MOST = "60s"  # of what was written, with the disk


def restore_command(folder: Path) -> str:
    """By which a server in recovery fetches a segment."""
    quoted = str(folder).replace("%", "%%").replace("'", "'\\''")
    return f"gzip -dc '{quoted}/%f.gz' > \"%p\""


def segment(timeline: int, lsn: int) -> str:
    """The name of the one that holds a place of the log."""
    number = lsn // SEGMENT_BYTES
    return f"{timeline:08X}{number // 256:08X}{number % 256:08X}"


def place(lsn: str) -> int:
    """The number of bytes before a place, which PostgreSQL writes as `16/B374D848`."""
    high, _, low = lsn.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def number(name: str) -> int:
    """Which segment that is, counted from 0, on whatever timeline."""
    return int(name[8:16], 16) * 256 + int(name[16:24], 16)


def archived(folder: Path) -> dict[int, list[Path]]:
    """Segments by number; after a restore there may be one of each timeline."""
    found: dict[int, list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if SEGMENT.fullmatch(path.name):
            found.setdefault(number(path.name), []).append(path)
    return found


def faults(folder: Path, *, since: str) -> list[str]:
    """What is missing or spoilt of all that follows a segment. PostgreSQL itself would take either
    for the end of the archive, and stop there without a word.
    """
    found = archived(folder)
    first = number(since)
    last = max((each for each in found if each >= first), default=first)
    missing = [
        f"{FOLDER}: segment {since[:8]}{each // 256:08X}{each % 256:08X} is missing"
        for each in range(first, last + 1)
        if each not in found
    ]
    return missing + [
        f"{FOLDER}/{path.name}: cannot be unpacked"
        for each in range(first, last + 1)
        for path in found.get(each, ())
        if not is_whole(path)
    ]


def is_whole(path: Path) -> bool:
    """Whether it unpacks to a segment; gzip keeps a checksum of its content."""
    size = 0
    try:
        with gzip.open(path) as file:
            while part := file.read(READ_AT_ONCE):
                size += len(part)
    except (OSError, EOFError, zlib.error):
        return False
    return size == SEGMENT_BYTES


def remove_before(folder: Path, oldest: str) -> int:
    """Those that no kept backup needs; how many went."""
    gone = [
        path for each, paths in archived(folder).items() if each < number(oldest) for path in paths
    ]
    for path in gone:
        path.unlink()
    return len(gone)
