"""Times in the cells of a mapping: how they are written, and in which zone those without an offset
are meant.

Promises the instant or the day that a cell states, or a fault that quotes it. Must not choose
between two formats that read a text differently: 03/04/2026 is one day, and its order decides none.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from services.console.importing.faults import TIME_AMBIGUOUS, TIME_MALFORMED, Faulty
from services.console.importing.keys import MappingError, refuse_others, take
from services.console.instants import LOCAL
from services.console.times.formats import (
    ISO,
    FormatError,
    Stated,
    TimeFormat,
    time_format,
)
from services.console.times.patterns import UnlikeError
from services.console.times.zones import zone_of

# A date of a spreadsheet as formats/excel_cells.py and formats/ods.py write it, or as programs do,
# with a blank. A pattern that begins with the year could mean it otherwise (%Y-%d-%m), and reads
# none.
OF_SHEETS = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
YEAR_LATER = re.compile(r"%[^YyG]")
KEYS = ("format", "zone", "decimal", "cut_fractions", "years_from")

# What is wrong with a text, by how it begins in English; the calendar's own words are Python's.
PROBLEMS = {
    "it is not written so": "không được viết theo dạng đó",
    "day ": "tháng đó không có ngày này",
    "month must": "tháng phải từ 1 đến 12",
    "hour must": "giờ phải từ 0 đến 24",
    "minute must": "phút phải từ 0 đến 59",
    "second must": "giây phải từ 0 đến 59",
    "it is not such a number": "không phải là số dạng đó",
    "its decimals do not tell": "phần thập phân không cho biết giây: số đã bị làm tròn?",
    "it has more than six digits": "phần lẻ của giây có hơn sáu chữ số",
    "no calendar reaches it": "nằm ngoài phạm vi của lịch",
    "clocks were put back": "khi đó đồng hồ được vặn lùi, nên là hai thời điểm",
    "clocks were put forward": "khi đó đồng hồ được vặn tới, nên không có giờ này",
}


class Clock(NamedTuple):
    """How times are written, and the zone of those that state no offset."""

    formats: tuple[TimeFormat, ...] = (time_format(),)
    zone: tzinfo = LOCAL

    def stated(self, text: str, field: str) -> Stated:
        """The time in the text of a column, which of a spreadsheet may be a date in some lines, and
        a text in others. Several formats read it alike, or not at all.
        """
        read: dict[Stated, str] = {}
        problems: list[ValueError] = []
        for each in self.formats:
            try:
                read.setdefault(each.stated(text), each.name)
            except ValueError as failed:
                problems.append(failed)
        if len(read) > 1:
            (one, form), (other, other_form), *_ = read.items()
            values = {"one": shown(one), "form": form, "other": shown(other)}
            raise Faulty(TIME_AMBIGUOUS, field=field, value=text, other_form=other_form, **values)
        return next(iter(read), None) or self.of_sheet(text, field, problems)

    def of_sheet(self, text: str, field: str, problems: Sequence[ValueError]) -> Stated:
        """The date of a spreadsheet, in a text that no format reads."""
        telling = [each for each in problems if not isinstance(each, UnlikeError)]
        is_later = all(YEAR_LATER.match(each.name) for each in self.formats)
        if telling or not is_later or not OF_SHEETS.fullmatch(text):
            raise self.malformed(text, field, str([*telling, *problems][0]))
        return Clock((time_format(cut=self.formats[0].cut),)).stated(text, field)

    def at(self, text: str, field: str) -> datetime:
        """The instant."""
        try:
            return self.instant(self.stated(text, field), text, field)
        except OverflowError:
            raise self.malformed(text, field, "no calendar reaches it") from None

    def instant(self, found: Stated, text: str, field: str) -> datetime:
        """The one of a time that was read; OverflowError outside of the years 1 to 9999."""
        try:
            return found.at(self.zone)
        except ValueError as failed:
            raise self.malformed(text, field, str(failed)) from None

    def day(self, text: str, field: str) -> date:
        """The day as it is written, and the day here where an offset is; 24:00 is of the day that
        it ends.
        """
        found = self.stated(text, field)
        written = found.wall if found.offset is None else self.at(text, field).astimezone(LOCAL)
        return (written - datetime.resolution * found.ends_day).date()

    def malformed(self, text: str, field: str, problem: str) -> Faulty:
        """What is wrong with a text."""
        names = (each.name for each in self.formats)
        form = ", ".join("2025-07-01" if name == ISO else name for name in names)
        said = next((vi for en, vi in PROBLEMS.items() if problem.startswith(en)), problem)
        return Faulty(
            TIME_MALFORMED, field=field, value=text, form=form, problem=problem, problem_vi=said
        )


def clock(table: Mapping[str, Any], where: str) -> Clock:
    """The keys of a table that say how its times are written."""
    zone = take(table, "zone", str, "+07:00", where)
    decimal = take(table, "decimal", str, ".", where)
    cut = take(table, "cut_fractions", bool, False, where)
    years_from = take(table, "years_from", int, 0, where)
    try:
        formats = tuple(
            time_format(each, decimal=decimal, cut=cut, years_from=years_from)
            for each in names_of_formats(table, where)
        )
        return Clock(formats, zone_of(zone))
    except FormatError as failed:
        raise MappingError(f"{where}.format: {failed}") from None
    except ValueError:
        raise MappingError(
            f"{where}.zone must be an offset such as '+07:00', or a zone such as "
            f"'Asia/Ho_Chi_Minh', not {zone!r}"
        ) from None


def names_of_formats(table: Mapping[str, Any], where: str) -> list[str]:
    """The key `format`: one, or a list of several of which each text is written in one."""
    stated = table.get("format", "")
    names = stated if isinstance(stated, list) else [stated]
    if not names or not all(isinstance(each, str) for each in names):
        raise MappingError(f"{where}.format must be a text, or a list of texts, not {stated!r}")
    return names


def shown(found: Stated) -> str:
    """A time that was read, as people can compare it with another."""
    return f"{found.wall:%Y-%m-%d}" if found.is_day else f"{found.wall:%Y-%m-%d %H:%M:%S}"


def times_of(table: Any) -> Mapping[str, Any]:
    """The section [times], checked: what holds of every time that says nothing else."""
    refuse_others(table, "times", *KEYS)
    clock(table, "times")
    return {**table}
