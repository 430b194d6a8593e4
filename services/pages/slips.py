"""The slip of a figure: its receipt line by line, and the command that recomputes it.

Of a figure that is hidden it keeps the question and the positions. Must not show a count of one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from motcua.metrics.v1 import events_pb2 as events
from services import formats
from services.pages.naming import Naming
from services.pages.questions import period_of
from services.pages.values import no_value, share
from services.pages.words import Words

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
