"""Every working calendar that the catalogue published, each in every version that it had.

A deadline goes by one version; a pause by what was known at its answer. Versions are folded from
the revisions when they are asked for, and kept as long as there is room.
"""

from collections.abc import Mapping
from typing import TypeAlias

from motcua.catalog.v1.events_pb2 import CalendarRevised
from services.submissions.domain.deadlines.calendar import WorkingCalendar, revised

# By calendar and version: the catalogue position from which it is known, and what it says.
Revisions: TypeAlias = Mapping[tuple[str, int], tuple[int, CalendarRevised]]
MOST_KEPT = 1000  # versions that are folded already


class Calendars:
    """Calendars by resource name, `calendars/{calendar}`."""

    def __init__(self) -> None:
        self._revisions: dict[str, dict[int, tuple[int, CalendarRevised]]] = {}
        self._kept: dict[tuple[str, int], WorkingCalendar] = {}

    def learn(self, revisions: Revisions) -> None:
        """More revisions; to be told the same again changes nothing."""
        for (name, version), known in revisions.items():
            of = self._revisions.setdefault(name, {})
            if version in of:
                self._forget(name, version)
            of[version] = known

    def known(self, name: str, position: int | None = None) -> WorkingCalendar | None:
        """The last version that was known at a catalogue position, or is known now."""
        of = self._revisions.get(name, {})
        versions = [
            version for version, (at, _) in of.items() if position is None or at <= position
        ]
        return self.version(name, max(versions, default=0))

    def version(self, name: str, version: int) -> WorkingCalendar | None:
        """One version; None: it is not known."""
        if version not in self._revisions.get(name, {}):
            return None
        kept = self._kept.get((name, version))
        return kept or self._folded(name, version)

    def _folded(self, name: str, version: int) -> WorkingCalendar:
        calendar = WorkingCalendar()
        for each in sorted(self._revisions[name]):
            if each <= version:
                known = self._kept.get((name, each))
                calendar = known or revised(calendar, self._revisions[name][each][1])
        self._kept[name, version] = calendar
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return calendar

    def _forget(self, name: str, version: int) -> None:
        for kept in [each for each in self._kept if each[0] == name and each[1] >= version]:
            del self._kept[kept]
