"""The indices that come with the software, a file each in `indices/`.

A file that was released is never changed: another meaning is another version, in another file.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.chassis.errors import Refusal
from services.metrics.domain.refusals import MetricsReason
from services.metrics.domain.scores.index import Index, read


@cache
def shipped() -> Mapping[str, Index]:
    """All of them, by name."""
    folder = Path(__file__).with_name("indices")
    found = [read(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    return {each.name: each for each in found}


def find(id: str, version: int = 0) -> Index:  # noqa: A002 — the contract's word
    """The index asked for; the newest version when none is named. Raises Refusal."""
    found = [each for each in shipped().values() if each.id == id and version in (0, each.version)]
    if not found:
        values = {"index": f"{id}@{version}" if version else id}
        raise Refusal(MetricsReason.INDEX_UNKNOWN, field="index", values=values)
    return max(found, key=lambda each: each.version)
