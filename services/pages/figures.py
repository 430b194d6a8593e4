"""A figure as it is shown: the fraction first, then the share as a range, one bar, and its slip.

Promises the service's own numbers, and a reason in words where there is no value. Must not divide
for anything but the length of a line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from fractions import Fraction
from typing import Any

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1.metrics_pb2 import Definition
from services import formats
from services.pages.drawn.bars import Parts, bar
from services.pages.questions import address, question_of
from services.pages.words import Words

STATES = {
    events.VALUE_STATE_EMPTY: "empty",
    events.VALUE_STATE_NO_DATA: "no_data",
    events.VALUE_STATE_SUPPRESSED: "suppressed",
}
DIGEST_SHOWN = 12  # characters


@dataclass(frozen=True)
class Line:
    """A line of a slip: what it is, what it says; `code` is for whoever copies it."""

    term: str
    text: str
    code: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is one, which stands below the others in columns."""
        return self.text.replace(".", "").replace(",", "").isdigit()


@dataclass(frozen=True)
class Shown:
    """What templates show of one rate."""

    rate: events.Rate
    title: str
    fraction: str
    share: str
    reason: str
    bar: str
    provisional: bool
    address: str
    notes: list[str] = field(default_factory=list)
    slip: list[Line] = field(default_factory=list)
    command: str = ""


@dataclass(frozen=True)
class Naming:
    """What figures are called: definitions by `id@version`, names of units and services."""

    words: Words
    definitions: Mapping[str, Definition]
    names: Mapping[str, Any] = field(default_factory=dict)

    def title(self, rate: events.Rate) -> str:
        """The definition's title."""
        found = self.definition(rate)
        return self.words.of(found.title) if found else rate.receipt.definition

    def short(self, rate: events.Rate) -> str:
        """A name for the head of a column: our own, where the definition is ours."""
        key = f"short.{rate.receipt.definition.replace('.', '_')}"
        return self.words(key) if self.words.has(key) else self.title(rate)

    def definition(self, rate: events.Rate) -> Definition | None:
        """What a rate is counted by, as far as it is known here."""
        receipt = rate.receipt
        return self.definitions.get(f"{receipt.definition}@{receipt.version}")

    def called(self, name: str) -> str:
        """A unit or a service; its id where it has no name."""
        found = self.names.get(name)
        return self.words.of(found) if found is not None else name.partition("/")[2]

    def scope(self, scope: events.FigureScope) -> str:
        """Which units and services a figure is about."""
        unit = self.called(scope.unit) if scope.unit else self.words("scope.all_units")
        parts = [unit]
        if scope.alone:
            parts.append(self.words("scope.alone"))
        if scope.service:
            parts.append(self.called(scope.service))
        return " · ".join(parts)

    def reason(self, rate: events.Rate, name: str) -> str:
        """Why items are excluded, in the definition's words."""
        found = self.definition(rate)
        titles = {each.name: self.words.of(each.title) for each in found.reasons} if found else {}
        return titles.get(name) or name


def period_of(rate: events.Rate) -> tuple[date, date]:
    """The first local day, and the first after the period."""
    period = rate.receipt.period
    start, end = (date(each.year, each.month, each.day) for each in (period.start, period.end))
    return start, end


def shown(rate: events.Rate, naming: Naming, *, slip: bool = False) -> Shown:
    """Everything that a page shows of it; the slip where it folds out."""
    words = naming.words
    question = question_of(rate)
    return Shown(
        rate=rate,
        title=naming.title(rate),
        fraction=fraction(rate, words),
        share=share(rate, words),
        reason=no_value(rate, words),
        bar="" if rate.state in STATES or rate.receipt.buckets else bar(parts_of(rate)),
        provisional=rate.receipt.provisional,
        address=f"/{words.language}{address(question)}",
        notes=notes(rate, words),
        slip=slip_of(rate, naming) if slip else [],
        command=command(rate) if slip else "",
    )


def parts_of(rate: events.Rate) -> Parts:
    """What its bar is drawn of."""
    receipt = rate.receipt
    return Parts(
        receipt.numerator,
        receipt.denominator,
        receipt.unknown,
        sum(each.count for each in receipt.excluded),
        target_of(rate),
        receipt.provisional,
    )


def target_of(rate: events.Rate) -> Fraction | None:
    """Which share is to be reached, where the service names a target beside the rate."""
    for each in rate.targets:
        return Fraction(each.threshold_numerator, each.threshold_denominator)
    return None


def fraction(rate: events.Rate, words: Words) -> str:
    """`1.181 / 1.991`; nothing where there is no value, which the reason says in words."""
    if rate.state in STATES:
        return ""
    numbers = (rate.receipt.numerator, rate.receipt.denominator)
    return " / ".join(formats.integer(each, words.language) for each in numbers)


def share(rate: events.Rate, words: Words) -> str:
    """Per cent, from which to which; of a histogram its median and ninth decile."""
    if rate.percentiles:
        return " · ".join(percentile(each, words) for each in rate.percentiles)
    if not rate.percent:
        return ""
    return formats.percents(rate.percent_low, rate.percent_high, words.language)


def percentile(of: events.Percentile, words: Words) -> str:
    """Between which bounds it lies, in minutes."""
    above, up_to = (
        formats.integer(getattr(of, name), words.language) if of.HasField(name) else ""
        for name in ("above", "up_to")
    )
    if not up_to:
        return words("percentile.above", rank=of.rank, above=above)
    if not above:
        return words("percentile.up_to", rank=of.rank, up_to=up_to)
    return words("percentile.between", rank=of.rank, above=above, up_to=up_to)


def no_value(rate: events.Rate, words: Words) -> str:
    """Why it has none."""
    state = STATES.get(rate.state, "")
    return words(f"state.{state}") if state else ""


def notes(rate: events.Rate, words: Words) -> list[str]:
    """What a reader must not overlook: unknown and excluded items."""
    if rate.state == events.VALUE_STATE_SUPPRESSED:
        return []
    counts = {
        "unknown": rate.receipt.unknown,
        "excluded": sum(each.count for each in rate.receipt.excluded),
        "not_attributable": rate.receipt.not_attributable,
    }
    return [
        words(f"note.{name}", count=formats.integer(count, words.language))
        for name, count in counts.items()
        if count
    ]


def slip_of(rate: events.Rate, naming: Naming) -> list[Line]:
    """The receipt, line by line."""
    words, receipt, language = naming.words, rate.receipt, naming.words.language
    definition = f"{receipt.definition}@{receipt.version}"
    as_of = receipt.as_of.ToDatetime(tzinfo=UTC)
    head = [
        Line(words("slip.definition"), f"{naming.title(rate)} ({definition})"),
        Line(words("slip.scope"), naming.scope(receipt.scope)),
        Line(words("slip.period"), period_line(rate, words)),
        Line(words("slip.as_of"), formats.instant(as_of, language)),
        Line(words("slip.known"), positions_line(receipt.positions)),
    ]
    if rate.state == events.VALUE_STATE_SUPPRESSED:
        return [*head, Line(words("slip.value"), no_value(rate, words))]
    return [*head, *counts(rate, naming), *ending(rate, words)]


def period_line(rate: events.Rate, words: Words) -> str:
    """By its name, from which day to before which, and in which zone."""
    start, end = period_of(rate)
    name = formats.capital(formats.period(start, end, words.language))
    return f"{name} [{start}, {end}), {rate.receipt.period.zone}"


def positions_line(positions: Sequence[events.StreamPosition]) -> str:
    """`catalog 412 · submissions 90211`, as the command takes them."""
    return " · ".join(f"{each.stream} {each.position}" for each in positions)


def counts(rate: events.Rate, naming: Naming) -> list[Line]:
    """The integers, and what follows from them."""
    words, receipt, language = naming.words, rate.receipt, naming.words.language
    numbers = {
        "considered": receipt.considered,
        **{f"excluded:{each.reason}": each.count for each in receipt.excluded},
        "denominator": receipt.denominator,
        "numerator": receipt.numerator,
        "unknown": receipt.unknown,
        "assisted": receipt.assisted,
    }
    found = []
    for name, count in numbers.items():
        term, _, reason = name.partition(":")
        said = words(f"slip.{term}") + (f": {naming.reason(rate, reason)}" if reason else "")
        found.append(Line(said, formats.integer(count, language)))
    if receipt.not_attributable:
        left_out = formats.integer(receipt.not_attributable, language)
        found.append(Line(words("slip.not_attributable"), left_out))
    return found


def ending(rate: events.Rate, words: Words) -> list[Line]:
    """The value with both bounds, and the digests."""
    receipt = rate.receipt
    value = share(rate, words) or no_value(rate, words)
    lines = [Line(words("slip.value"), value)]
    if receipt.provisional:
        lines.append(Line(words("slip.provisional"), words("provisional")))
    digests = {"digest": receipt.digest, "definition_digest": receipt.definition_digest}
    return lines + [
        Line(words(f"slip.{name}"), f"{digest[:DIGEST_SHOWN]}…", digest)
        for name, digest in digests.items()
        if digest
    ]


def command(rate: events.Rate) -> str:
    """How to recompute it."""
    receipt, scope = rate.receipt, rate.receipt.scope
    start, end = period_of(rate)
    parts = ["./motcua explain", receipt.definition, f"--from {start} --to {end}"]
    parts += [f"--unit {scope.unit}"] if scope.unit else []
    parts += [f"--service {scope.service}"] if scope.service else []
    parts += ["--alone"] if scope.alone else []
    parts.append(f"--as-of {receipt.as_of.ToJsonString()}")
    parts += [f"--as-known {each.stream}={each.position}" for each in receipt.positions]
    return " ".join(parts)
