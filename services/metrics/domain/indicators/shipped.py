"""The definitions that come with the software, a file each in `definitions/`.

A file that was released is never changed: another meaning is another version, in another file.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.metrics.domain.indicators.definition import Definition, read


@cache
def shipped() -> Mapping[str, Definition]:
    """All of them, by name."""
    folder = Path(__file__).with_name("definitions")
    found = [read(path.read_text()) for path in sorted(folder.glob("*.toml"))]
    return {definition.name: definition for definition in found}
