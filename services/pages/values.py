"""The value of a figure in words: the fraction, the share as a range, or why there is none.

Promises the service's own digits. Must not divide.
"""

from fractions import Fraction

from motcua.metrics.v1 import events_pb2 as events
from services import formats
from services.pages.questions import date_of
from services.pages.words import Words

STATES = {
    events.VALUE_STATE_EMPTY: "empty",
    events.VALUE_STATE_NO_DATA: "no_data",
    events.VALUE_STATE_SUPPRESSED: "suppressed",
}


def target_line(of: events.TargetDistance, words: Words) -> str:
    """What is to be reached by when, and how many are missing."""
    language = words.language
    threshold = Fraction(100 * of.threshold_numerator, of.threshold_denominator)
    digits = f"{float(threshold):.6g}"
    until = formats.day(date_of(of.by_date), language) if of.by_date.year else ""
    aim = words(
        "target.by" if until else "target.always",
        share=formats.percent(digits, language),
        day=until,
    )
    if of.met:
        return f"{aim} – {words('target.met')}"
    return f"{aim} – {words('target.missing', count=formats.integer(of.missing, language))}"


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
