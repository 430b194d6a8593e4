"""The days of a Vietnamese working calendar, as requests: a usual week, a year of public holidays,
and corrections as they are typed.

Promises that a year is seeded by the same request whenever it is asked for, so that a repeat never
undoes a correction. Must not call a service.
"""

import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from motcua.catalog.v1 import calendars_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.instants import from_date, to_date
from services.console.outcome import Mistake

NAMESPACE = uuid.UUID("5f0e54b5-0a3c-5b0d-8f0e-6d6f74637561")
NAME = facts.Text(vi="Lịch làm việc của cơ quan nhà nước", en="Working calendar of public offices")
# What the library calculates without a gap.
FIRST_YEAR, LAST_YEAR = 1995, 2099
HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
# A date that has several names is what it is by the first of these.
KINDS = (
    facts.DAY_KIND_HOLIDAY,
    facts.DAY_KIND_COMPENSATION,
    facts.DAY_KIND_SWAPPED_OFF,
)


class Swap(NamedTuple):
    """A day that is worked in exchange for another one, and the document that says so."""

    worked: date
    off: date
    source: str


def founding(calendar: str, *, weekdays: Sequence[int], hours: str) -> api.ReviseCalendarRequest:
    """The first version of a calendar: its name and its usual week."""
    spans = parse_hours(hours)
    return api.ReviseCalendarRequest(
        calendar_id=calendar,
        display_name=NAME,
        week=[facts.UsualDay(weekday=each, hours=spans) for each in weekdays],
        source="motcua calendar seed",
        request_id=request_id(calendar, "week"),
    )


def year_of(calendar: str, year: int, swaps: Iterable[Swap]) -> api.ReviseCalendarRequest:
    """Everything special about a year; the same calendar and year is always the same command."""
    days = {from_date(each.date): each for each in public_holidays(year)}
    exchanged = [each for each in swaps if year in {each.worked.year, each.off.year}]
    for each in exchanged:
        days[each.worked] = worked(each.worked, instead_of=each.off)
        days.setdefault(each.off, off_for(each))
    documents = dict.fromkeys(each.source for each in exchanged if each.source)
    return api.ReviseCalendarRequest(
        calendar_id=calendar,
        days=[days[on] for on in sorted(days) if on.year == year],
        source="; ".join([library(), *documents]),
        reason=f"Năm {year} / year {year}",
        request_id=request_id(calendar, str(year)),
    )


def library() -> str:
    """The library of holidays with its version."""
    return f"holidays {version('holidays')}"


def public_holidays(year: int) -> Iterator[facts.SpecialDay]:
    """The public holidays of Vietnam, with those off in compensation or in exchange."""
    import holidays  # noqa: PLC0415 - slow to load, and only seeding needs it

    vi = holidays.country_holidays("VN", years=year, language="vi")
    en = holidays.country_holidays("VN", years=year, language="en_US")
    for on in sorted(vi):
        name = facts.Text(vi=vi[on], en=en[on])
        yield facts.SpecialDay(date=to_date(on), kind=kind_of(en[on]), name=name)


def kind_of(names: str) -> facts.DayKind:
    """What the library's English names of a date make of it."""
    found = {kind_of_one(each) for each in names.split("; ")}
    return next(kind for kind in KINDS if kind in found)


def kind_of_one(name: str) -> facts.DayKind:
    """A holiday, unless its name says that it stands for another day."""
    if "substituted" in name or name.startswith("Day off"):
        return facts.DAY_KIND_SWAPPED_OFF
    return facts.DAY_KIND_COMPENSATION if "observed" in name else facts.DAY_KIND_HOLIDAY


def off_for(swap: Swap) -> facts.SpecialDay:
    """The day off, named as the library names those that it knows."""
    name = facts.Text(
        vi=f"Ngày nghỉ (thay cho ngày {swap.worked:%d/%m/%Y})",
        en=f"Day off (substituted from {swap.worked:%m/%d/%Y})",
    )
    kind = facts.DAY_KIND_SWAPPED_OFF
    return facts.SpecialDay(date=to_date(swap.off), kind=kind, name=name)


def worked(on: date, *, instead_of: date | None = None, hours: str = "") -> facts.SpecialDay:
    """A day off that is worked; without hours of its own, as a usual Monday is."""
    vi, en = "Ngày làm việc bù", "Worked in exchange"
    if instead_of:
        vi, en = f"{vi} (cho ngày {instead_of:%d/%m/%Y})", f"{en} (for {instead_of:%m/%d/%Y})"
    return facts.SpecialDay(
        date=to_date(on),
        kind=facts.DAY_KIND_SWAPPED_WORKING,
        name=facts.Text(vi=vi, en=en),
        hours=parse_hours(hours) if hours else [],
    )


def read_swaps(path: Path) -> list[Swap]:
    """The swaps of a file, or a mistake that names the entry."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as failed:
        raise Mistake(f"{path}: {failed}") from None
    entries = table.get("swap", [])
    if table.keys() - {"swap"} or not isinstance(entries, list):
        raise Mistake(f"{path} holds [[swap]], and nothing else")
    return [parse_swap(entry, f"{path}: swap {n}") for n, entry in enumerate(entries, 1)]


def parse_swap(entry: Any, where: str) -> Swap:
    """One [[swap]]."""
    if not isinstance(entry, dict) or entry.keys() - {"worked", "off", "source"}:
        raise Mistake(f"{where} holds worked, off and source, and nothing else")
    on, off, source = entry.get("worked"), entry.get("off"), entry.get("source", "")
    if type(on) is not date or type(off) is not date or on == off:
        raise Mistake(f"{where} needs two dates, such as worked = 2026-01-10 and off = 2026-01-02")
    if not isinstance(source, str):
        raise Mistake(f"{where}: source is a text")
    return Swap(on, off, source)


def parse_years(text: str) -> range:
    """`2026`, or `2018-2026` with both included."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    years = range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
    if not years or years[0] < FIRST_YEAR or years[-1] > LAST_YEAR:
        raise Mistake(f"years are written 2026 or 2018-2026, from {FIRST_YEAR} to {LAST_YEAR}")
    return years


def parse_weekdays(text: str) -> list[int]:
    """`1-5`, or `1,2,4`: 1 is Monday."""
    found: list[int] = []
    for part in text.split(","):
        ends = re.fullmatch(r"([1-7])(?:-([1-7]))?", part.strip())
        if not ends:
            raise Mistake("weekdays are written 1-5 or 1,2,4: 1 is Monday, 7 is Sunday")
        found += range(int(ends[1]), int(ends[2] or ends[1]) + 1)
    return found


def parse_hours(text: str) -> list[facts.WorkingHours]:
    """`07:30-11:30,13:00-17:00`, local time."""
    found = [HOURS.fullmatch(part.strip()) for part in text.split(",")]
    spans = [[int(each) for each in span.groups()] for span in found if span]
    if not all(found) or any(minutes > 59 for span in spans for minutes in span[1::2]):
        raise Mistake("hours are written 07:30-11:30,13:00-17:00")
    return [facts.WorkingHours(opens=60 * a + b, closes=60 * c + d) for a, b, c, d in spans]


def parse_named(text: str, kind: facts.DayKind) -> facts.SpecialDay:
    """`2026-06-01:Tên` or `2026-06-01:Tên|Name`."""
    on, _, name = text.partition(":")
    vi, _, en = name.partition("|")
    if not vi.strip():
        raise Mistake(f"{text}: write a date and why, such as 2026-06-01:Mất điện")
    said = facts.Text(vi=vi.strip(), en=en.strip())
    return facts.SpecialDay(date=to_date(parse_date(on)), kind=kind, name=said)


def parse_worked(text: str) -> facts.SpecialDay:
    """`2026-01-10`, or `2026-01-10:07:30-11:30` with hours of its own."""
    on, _, hours = text.partition(":")
    return worked(parse_date(on), hours=hours)


def parse_date(text: str) -> date:
    """A real date."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise Mistake(f"{text}: dates are written 2026-01-10")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{text} is not a real date") from None


def request_id(*parts: str) -> str:
    """The same for the same parts, always."""
    return str(uuid.uuid5(NAMESPACE, "\0".join(parts)))
