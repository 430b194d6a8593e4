"""Refusals: every way in which a command or question can be answered with "no".

A refusal has a reason and values for its texts; never the text of an unexpected exception.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from services.chassis.reasons import ChassisReason, Reason
from services.chassis.wording import Language, in_words

MOST_REFUSED = 100  # refusals of one request: more than an answer can hold
MOST_SHOWN = 600  # bytes of a value: an error repeats it six times, and 8 KiB is all it may have


def shown(value: str) -> str:
    """The value as far as an error can carry it."""
    kept = value.encode()[:MOST_SHOWN].decode(errors="ignore")
    return value if kept == value else f"{kept}…"


class Quota(NamedTuple):
    """The bound that a caller has reached: of what, for whom, `rate` or `at_once`, and how much."""

    limit: str
    role: str
    what: str
    most: float


class Refusal(Exception):  # noqa: N818 — a refusal is an answer, not an error of ours
    """Raised by a decision or a door; whoever called gets exactly this."""

    def __init__(
        self,
        reason: Reason,
        *,
        field: str = "",
        values: Mapping[str, str] | None = None,
        retry_after: float | None = None,
        also: Sequence["Refusal"] = (),
        quota: Quota | None = None,
        hides: str | None = None,
    ) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.field = field
        self.values = {name: shown(value) for name, value in (values or {}).items()}
        self.retry_after = retry_after
        self.also = also  # what else is wrong with the same request, at other fields
        self.quota = quota
        # There is something, of this unit or "", and the caller is told that there is nothing, or
        # that it is not his. Where a call is of many units, the audit knows it by this alone.
        self.hides = hides

    def message(self, language: Language) -> str:
        """The reason in words, with this refusal's values; the error itself carries them as they
        are.
        """
        template = self.reason.vi if language == "vi" else self.reason.en
        return template.format_map(in_words(self.values, language))

    def below(self, place: str) -> "Refusal":
        """The same, seen from the message that has this message at `place`."""
        path = f"{place}.{self.field}" if self.field else place
        values = {**self.values, "field": path} if "field" in self.values else self.values
        also = [each.below(place) for each in self.also]
        found = Refusal(
            self.reason, field=path, values=values, retry_after=self.retry_after, also=also
        )
        found.hides = self.hides
        return found


def together(found: Sequence[Refusal]) -> Refusal:
    """All of them as one refusal; the first gives the reason, and so the status."""
    first, also = found[0], [each for one in found for each in (one, *one.also)][1:]
    return Refusal(
        first.reason,
        field=first.field,
        values=first.values,
        retry_after=first.retry_after,
        also=also,
    )


def refuse_all(found: Iterable[Refusal]) -> None:
    """Refuse as one whatever was found, if anything was."""
    if refusals := list(islice(found, MOST_REFUSED)):
        raise together(refusals)


def faults(*checks: Callable[[], object]) -> Iterator[Refusal]:
    """What each of these checks refuses; none may rest on another."""
    return (refusal for check in checks if (refusal := refused(check)))


def refused(check: Callable[[], object]) -> Refusal | None:
    """What a check refuses."""
    try:
        check()
    except Refusal as refusal:
        return refusal
    return None


FULL_AGAIN_IN = 30.0  # seconds: an operator has to make room


def beyond_end(stream: str, position: int, *, field: str) -> Refusal:
    """Of a position that a stream does not have: waiting for it does not help."""
    values = {"stream": stream, "position": str(position)}
    return Refusal(ChassisReason.POSITION_UNKNOWN, field=field, values=values)


def let_go(error: BaseException | None) -> None:
    """Part an error, and what it followed from, from the frames that they went through: the end of
    the call makes a cycle of them, and would keep the request until cycles are collected. The
    frames themselves are left alone: one error may end many calls.
    """
    while error is not None:
        error.__traceback__, cause = None, error.__context__
        error.__context__ = None
        error = cause
