"""What a page is asked for: the parameters of its address, and addresses made of them.

Promises a refusal in words for whatever cannot be read, and one form for each address. Must not ask
a service.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from urllib.parse import quote, urlencode

from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import Rate
from services import formats
from services.formats import LOCAL
from services.pages.refused import Refused
from services.pages.words import WORDS

MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
YEAR = re.compile(r"[0-9]{4}")
KNOWN = re.compile(r"([0-9]{1,15})\.([0-9]{1,15})")
DEFINITION = re.compile(r"([a-z0-9_.-]{1,64})(?:@([0-9]{1,9}))?")
FILTER = re.compile(r"([a-z_]{1,20}):([^\s,:|]{1,64}(?:\|[^\s,:|]{1,64}){0,20})")
PAGE = re.compile(r"[1-9][0-9]{0,5}")
LONGEST, LONGEST_TOKEN = 200, 2000
STREAMS = ("catalog", "submissions")

Period = tuple[date, date]
Known = tuple[tuple[str, int], ...]
Filters = tuple[tuple[str, tuple[str, ...]], ...]


def malformed(name: str) -> Refused:
    """The refusal of a parameter."""
    words = {language: said("refused.parameter", name=name) for language, said in WORDS.items()}
    return Refused(HTTPStatus.BAD_REQUEST, "PARAMETER_MALFORMED", words)


def unknown(what: str) -> Refused:
    """There is nothing of that name."""
    words = {language: said(f"refused.{what}") for language, said in WORDS.items()}
    return Refused(HTTPStatus.NOT_FOUND, f"{what.upper()}_UNKNOWN", words)


def text(parameters: Mapping[str, str], name: str) -> str:
    """A short text without what nobody sees."""
    value = parameters.get(name, "").strip()
    if len(value) > LONGEST or not value.isprintable():
        raise malformed(name)
    return value


def unit(parameters: Mapping[str, str]) -> str:
    """The id of a unit, also where it is named as the contract does: `units/an-lac`."""
    return text(parameters, "unit").removeprefix("units/")


def token(parameters: Mapping[str, str], name: str) -> str:
    """The opaque place in a list at which a service goes on."""
    value = parameters.get(name, "")
    if len(value) > LONGEST_TOKEN:
        raise malformed(name)
    return value


def chosen(parameters: Mapping[str, str], name: str, among: tuple[str, ...]) -> str:
    """One of these words; the first when nothing is said."""
    value = parameters.get(name) or among[0]
    if value not in among:
        raise malformed(name)
    return value


def page(parameters: Mapping[str, str]) -> int:
    """Which page of a list, from 0; people count from 1."""
    value = parameters.get("page") or "1"
    if not PAGE.fullmatch(value):
        raise malformed("page")
    return int(value) - 1


def period(parameters: Mapping[str, str]) -> Period | None:
    """`2026`, `2026-Q1`, `2026-03`, or `2026-02-15/2026-03-15`, whose last day does not count."""
    value = text(parameters, "period")
    if not value:
        return None
    try:
        start, end = read_period(value)
    except ValueError:
        raise malformed("period") from None
    if not start < end:
        raise malformed("period")
    return start, end


def read_period(value: str) -> Period:
    """The first day, and the first that does not count; ValueError for what is none."""
    if YEAR.fullmatch(value):
        return date(int(value), 1, 1), date(int(value) + 1, 1, 1)
    if found := QUARTER.fullmatch(value):
        start = date(int(found[1]), 3 * int(found[2]) - 2, 1)
        return start, next_month(start, 3)
    if found := MONTH.fullmatch(value):
        start = date(int(found[1]), int(found[2]), 1)
        return start, next_month(start)
    first, _, last = value.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last)


def next_month(day: date, months: int = 1) -> date:
    """The first day of a later month; ValueError after the last that there is."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def written(of: Period) -> str:
    """The shortest form that `period` reads."""
    forms = [f"{of[0]:%Y}", f"{of[0]:%Y}-Q{(of[0].month + 2) // 3}", f"{of[0]:%Y-%m}"]
    return next((form for form in forms if fits(form, of)), f"{of[0]}/{of[1]}")


def fits(form: str, of: Period) -> bool:
    """Whether that form means this period."""
    try:
        return read_period(form) == of
    except ValueError:
        return False


def known(parameters: Mapping[str, str]) -> Known:
    """`412.90211`: a position in the catalogue, and one in submissions; nothing is now."""
    found = KNOWN.fullmatch(text(parameters, "known"))
    return tuple(zip(STREAMS, map(int, found.groups()), strict=True)) if found else ()


def known_time(parameters: Mapping[str, str]) -> datetime | None:
    """The same parameter, where it is a moment and not two positions."""
    return None if known(parameters) else instant(parameters, "known")


def instant(parameters: Mapping[str, str], name: str) -> datetime | None:
    """A local day, which begins then, or an instant."""
    value = text(parameters, name)
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=LOCAL)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise malformed(name) from None


def filters(parameters: Mapping[str, str]) -> Filters:
    """`channel:online|post,level:3`: only items that all of these choose."""
    value = text(parameters, "where")
    parts = [FILTER.fullmatch(part) for part in value.split(",")] if value else []
    if not all(parts):
        raise malformed("where")
    return tuple((each[1], tuple(each[2].split("|"))) for each in parts if each)


@dataclass(frozen=True)
class Question:
    """One figure: what is asked, and as known where; version 0 is the newest."""

    definition: str
    version: int = 0
    unit: str = ""
    service: str = ""
    alone: bool = False
    period: Period | None = None
    as_of: datetime | None = None
    units_at: datetime | None = None
    filters: Filters = ()
    known: Known = ()
    known_time: datetime | None = None

    def at(self, **changes: object) -> "Question":
        """The same but for some parts."""
        return replace(self, **changes)  # type: ignore[arg-type]


def question(name: str, parameters: Mapping[str, str]) -> Question:
    """The figure that an address names."""
    if not (found := DEFINITION.fullmatch(name)):
        raise malformed("definition")
    return Question(
        found[1],
        int(found[2] or 0),
        unit(parameters),
        text(parameters, "service"),
        chosen(parameters, "alone", ("no", "yes")) == "yes",
        period(parameters),
        instant(parameters, "as_of"),
        instant(parameters, "units"),
        filters(parameters),
        known(parameters),
        known_time(parameters),
    )


def date_of(day: Date) -> date:
    """A day of the contract."""
    return date(day.year, day.month, day.day)


def period_of(rate: Rate) -> Period:
    """The first local day, and the first after the period."""
    period = rate.receipt.period
    return date_of(period.start), date_of(period.end)


def question_of(rate: Rate) -> Question:
    """The question that a receipt answers, down to its positions."""
    receipt, scope = rate.receipt, rate.receipt.scope
    start, end = period_of(rate)
    at = receipt.as_of.ToDatetime(tzinfo=UTC)
    ends = datetime.combine(end, time(), LOCAL)
    positions = {each.stream: each.position for each in receipt.positions}
    return Question(
        receipt.definition,
        receipt.version,
        scope.unit.removeprefix("units/"),
        scope.service.removeprefix("services/"),
        scope.alone,
        (start, end),
        None if at == ends else at,
        scope.units_time.ToDatetime(tzinfo=UTC) if scope.HasField("units_time") else None,
        tuple((each.dimension, tuple(each.values)) for each in scope.filters),
        tuple((name, positions.get(name, 0)) for name in STREAMS),
    )


def address(of: Question) -> str:
    """Where a figure has its page, without the language: its parts in one order."""
    parts = {
        "unit": of.unit,
        "service": of.service,
        "alone": "yes" if of.alone else "",
        "period": written(of.period) if of.period else "",
        "as_of": short(of.as_of) if of.as_of else "",
        "units": short(of.units_at) if of.units_at else "",
        "where": ",".join(f"{name}:{'|'.join(values)}" for name, values in of.filters),
        "known": ".".join(str(position) for _, position in of.known),
    }
    version = f"@{of.version}" if of.version else ""
    return with_query(f"/figures/{quote(of.definition)}{version}", parts)


def short(at: datetime) -> str:
    """A local day where it is the beginning of one, otherwise the instant in UTC."""
    local = formats.local(at)
    whole = local - timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    if local == whole.replace(microsecond=0):
        return f"{local:%Y-%m-%d}"
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def quoted(path: str) -> str:
    """Names as parts of an address: an id may have any letter, also `?`, `#` and `%`."""
    return quote(path, safe="/:@")


def with_query(path: str, parts: Mapping[str, object]) -> str:
    """An address with those parts that say something."""
    said = {name: value for name, value in parts.items() if value not in ("", None)}
    return f"{path}?{urlencode(said, safe='/:@')}" if said else path
