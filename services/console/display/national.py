"""A nation's figures for people, as tables, and for programs.

Promises that a city that is not in a sum is named with why. Must not add up.
"""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from motcua.metrics.v1 import federation_pb2 as api
from services.console import terminal
from services.console.display import tables
from services.console.display.numbers import counted, integer, percentage
from services.console.display.screen import screen
from services.console.display.words import word
from services.console.instants import from_date, from_timestamp
from services.console.outcome import language
from services.console.portal.enums import capital

HEADINGS = ("city", "state", "numerator", "denominator", "rate", "publication")
WORDS = {
    "COMPARABLE": ("so sánh được", "comparable"),
    "NO_DATA": ("không có số liệu", "no data"),
    "SUPPRESSED": ("được ẩn", "suppressed"),
    "INCOMPARABLE": ("không so sánh được", "incomparable"),
    "OTHER_CUT_OFF": ("ngày chốt khác", "other cut-off"),
    "SUSPENDED": ("bị đình chỉ", "suspended"),
    "ENDED": ("đã thôi là thành viên", "ended"),
    "INCONSISTENT": ("mâu thuẫn", "inconsistent"),
}
NATION = ("cả nước", "nation")
PARTIAL = ("{} không có trong tổng", "{} not in the sum")
NO_SUM = ("chỉ số này không cộng dồn theo đơn vị", "this indicator does not add up over units")
NOTHING = ("không có thành viên nào công bố số liệu của kỳ này", "no member published this period")


def member_id(text: str) -> str:
    """Of `hue` and of `members/hue`."""
    return text.removeprefix("members/")


def state_of(each: api.Contribution) -> str:
    """Without the enumeration's prefix."""
    return capital(api.Contribution.State, each.state)


def spoken(pair: tuple[str, str]) -> str:
    """In the user's language."""
    return pair[0] if language() == "vi" else pair[1]


def show(figures: Sequence[api.NationalFigure], *, as_json: bool) -> None:
    """A table of each, or one document."""
    if as_json:
        terminal.print_document([document(each) for each in figures])
        return
    for each in figures:
        screen().print(table(each))
    if not figures:
        terminal.say(spoken(NOTHING), err=True)


def table(figure: api.NationalFigure) -> Table:
    """A row for each city, and one of the sum."""
    receipt = figure.receipt
    found = Table(*map(word, HEADINGS), title=f"{receipt.definition}@{receipt.version}")
    for each in receipt.contributions:
        has_numbers = each.receipt.considered or each.receipt.denominator
        both = (each.receipt.numerator, each.receipt.denominator)
        numbers = map(integer, both) if has_numbers else ("", "")
        words = spoken(WORDS[state_of(each)])
        share = percentage(each.percent) if each.percent else ""
        found.add_row(each.display_name, words, *numbers, share, each.publication)
    if receipt.adds_up:
        found.add_row(spoken(NATION), remark(receipt), *sums(figure), "")
    else:
        found.caption = spoken(NO_SUM)
    return found


def sums(figure: api.NationalFigure) -> tuple[str, str, str]:
    """What was added, and the rate; nothing where no city is in the sum, which is not 0."""
    receipt = figure.receipt
    if all(state_of(each) != "COMPARABLE" for each in receipt.contributions):
        return ("", "", "")
    percent = percentage(figure.percent) if figure.percent else ""
    return (integer(receipt.numerator), integer(receipt.denominator), percent)


def remark(receipt: api.NationalReceipt) -> str:
    """How many members are not in the sum."""
    missing = sum(state_of(each) not in ("COMPARABLE", "ENDED") for each in receipt.contributions)
    return spoken(PARTIAL).format(counted(missing, "member", "thành viên")) if missing else ""


def document(figure: api.NationalFigure) -> dict[str, Any]:
    """As docs/command-line.md has it."""
    receipt = figure.receipt
    return {
        "definition": f"{receipt.definition}@{receipt.version}",
        "definition_digest": receipt.definition_digest,
        "service": receipt.service,
        "start": from_date(receipt.period.start).isoformat(),
        "end": from_date(receipt.period.end).isoformat(),
        "as_of": tables.in_utc(from_timestamp(receipt.as_of)),
        "adds_up": receipt.adds_up,
        "complete": receipt.complete,
        "provisional": receipt.provisional,
        "considered": receipt.considered,
        "numerator": receipt.numerator,
        "denominator": receipt.denominator,
        "unknown": receipt.unknown,
        "excluded": {each.reason: each.count for each in receipt.excluded},
        "percent": figure.percent,
        "positions": {each.stream: each.position for each in receipt.positions},
        "digest": receipt.digest,
        "contributions": [contribution(each) for each in receipt.contributions],
    }


def contribution(each: api.Contribution) -> dict[str, Any]:
    """A city's part."""
    return {
        "member": each.member,
        "state": state_of(each).lower(),
        "position": each.position,
        "sequence": each.sequence,
        "leaf": each.leaf,
        "publication": each.publication,
        "definition_digest": each.receipt.definition_digest,
        "numerator": each.receipt.numerator,
        "denominator": each.receipt.denominator,
        "percent": each.percent,
    }
