"""What units and services are called, for people; programs have their names of resources.

Promises the name of the resource where there is no other, and both where several are called alike,
as two wards may be. Must not be part of a document.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from services.console.display import languages
from services.console.outcome import language
from services.console.portal import catalogue
from services.console.portal.catalogue import When
from services.console.portal.client import Portal


class Names:
    """By names of resources."""

    def __init__(self, called: Mapping[str, str] | None = None) -> None:
        found = {name: text for name, text in (called or {}).items() if text}
        times = Counter(found.values())
        self._called = {
            name: text if times[text] == 1 else f"{text} ({name})" for name, text in found.items()
        }

    def of(self, name: str) -> str:
        """What is shown."""
        return self._called.get(name, name)


IDS = Names()  # where nobody can be asked


async def names_of(portal: Portal, names: Iterable[str], *, as_known: int = 0) -> Names:
    """As units and services are called now, as known at a position of the catalogue."""
    now, wanted = datetime.now(UTC), {name for name in names if name}
    at = When(now, as_known, now)
    units = {name for name in wanted if name.startswith("units/")}
    found: dict[str, Any] = {
        **await catalogue.units_named(portal, units, at),
        **await catalogue.services_named(portal, wanted - units, at),
    }
    shown = {name: languages.shown(each.display_name, language()) for name, each in found.items()}
    return Names(shown)
