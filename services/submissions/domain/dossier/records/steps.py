"""The steps of another system's record, each with its moment, in the order of a life.

A step is a status that the dossier reached, or something else that was done (a payment, an
assignment), which keeps its place after the step before it. Requests and answers of the time before
acceptance come before it. Example: 2 accepted, 1 submitted, 5 asked (earlier than 2), 1 answered is
read as 1, 5, 1, 2.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Step
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason
from services.submissions.domain.dossier.handling import MOST_DOCUMENTS
from services.submissions.domain.dossier.paying import require_amount
from services.submissions.domain.dossier.rating import require_value
from services.submissions.domain.dossier.status_changes import RANKS
from services.submissions.domain.moments import Moment, is_before, stated_in
from services.submissions.domain.refusals import SubmissionsReason

# A status, or the name of what else was done.
Kind: TypeAlias = int | str
MOST_STEPS = 1000  # of a record: all of them are one append
_ENDS = (events.STATUS_RESULT_READY, events.STATUS_RESULT_RETURNED)
_CLOSES = (events.STATUS_REFUSED, events.STATUS_WITHDRAWN, events.STATUS_STOPPED)
_TIMELESS = (events.STATUS_SUBMITTED, events.STATUS_ACCEPTED, *_ENDS)
WAITS = (events.STATUS_SUPPLEMENT_REQUESTED, events.STATUS_OBLIGATION_PENDING)
_REPEATED = (events.STATUS_PROCESSING, *WAITS)
# The places of a life, beside those of its statuses.
_BEFORE_ACCEPTANCE, _HANDLED = 0.5, RANKS[events.STATUS_PROCESSING]


class Taken(NamedTuple):
    """One step that passed: what it is, and its moment where it has a possible one."""

    step: Step
    kind: Kind
    moment: Moment | None
    field: str  # where the record has it, such as `steps[2]`


def kind_of(step: Step) -> Kind:
    """What a step is; empty: nothing."""
    what = step.WhichOneof("what") or ""
    return step.status if what == "status" else what


def is_repeatable(kind: Kind) -> bool:
    """Whether a dossier may take such a step more than once, at any time."""
    return isinstance(kind, str) or kind in _REPEATED


def ordered(steps: Sequence[Step], now: datetime) -> tuple[Taken, ...]:
    """The steps in the order in which they become facts; a refusal of what has no meaning."""
    if not steps:
        raise Refusal(SubmissionsReason.STEPS_MISSING, field="steps")
    if len(steps) > MOST_STEPS:
        raise Refusal(ChassisReason.LIST_TOO_LONG, field="steps", values={"most": str(MOST_STEPS)})
    taken = [_taken(step, f"steps[{index}]", now) for index, step in enumerate(steps)]
    _must_occur_once(taken)
    ranks = _ranks(taken)
    return tuple(each for _, each in sorted(zip(ranks, taken, strict=True), key=_rank))


def _rank(ranked: tuple[float, Taken]) -> float:
    return ranked[0]


def _ranks(taken: Sequence[Taken]) -> list[float]:
    """The rank of each step's status; steps of equal rank stay in the order of the record."""
    kinds = [each.kind for each in taken]
    accepted = kinds.index(events.STATUS_ACCEPTED) if events.STATUS_ACCEPTED in kinds else None
    ranks: list[float] = []
    for index, kind in enumerate(kinds):
        again = _is_answer(taken, index)
        if isinstance(kind, str):
            ranks.append(ranks[-1] if ranks else 0)
        elif again or kind == events.STATUS_SUPPLEMENT_REQUESTED:
            early = accepted is not None and (again or _is_earlier(taken, index, accepted))
            ranks.append(_BEFORE_ACCEPTANCE if early else _HANDLED)
        else:
            ranks.append(RANKS[kind])
    return ranks


def _is_answer(taken: Sequence[Taken], index: int) -> bool:
    """Whether a status 1 answers a request before acceptance: one that stands before it and was
    earlier; the first one of a record may have been told before.
    """
    if taken[index].kind != events.STATUS_SUBMITTED:
        return False
    moment = taken[index].moment
    return any(
        each.kind == events.STATUS_SUBMITTED
        or (
            each.kind == events.STATUS_SUPPLEMENT_REQUESTED
            and each.moment
            and moment
            and is_before(each.moment, moment)
        )
        for each in taken[:index]
    )


def _is_earlier(taken: Sequence[Taken], one: int, other: int) -> bool:
    """Whether a step was before another; where their moments do not say so, by their order."""
    first, second = taken[one].moment, taken[other].moment
    if first and second and (is_before(first, second) or is_before(second, first)):
        return is_before(first, second)
    return one < other


def _taken(step: Step, field: str, now: datetime) -> Taken:
    taken = Taken(step, kind_of(step), stated_in(step, now), field)
    if not taken.kind or (isinstance(taken.kind, int) and taken.kind not in RANKS):
        raise Refusal(SubmissionsReason.STEP_UNSUPPORTED, field=f"{field}.status")
    if step.WhichOneof("when") is None and taken.kind not in _TIMELESS:
        raise Refusal(SubmissionsReason.STEP_TIME_MISSING, field=f"{field}.time")
    _require_values(taken)
    return taken


def _require_values(taken: Taken) -> None:
    step = taken.step
    if taken.kind in ("payment", "refund"):
        paid = step.payment if taken.kind == "payment" else step.refund
        require_amount(paid.amount, field=f"{taken.field}.{taken.kind}.amount")
    elif taken.kind == "rating":
        require_value(step.rating.value, field=f"{taken.field}.rating.value")
    elif taken.kind == "transfer" and not step.unit:
        raise Refusal(SubmissionsReason.STEP_UNIT_MISSING, field=f"{taken.field}.unit")
    if len(step.documents) > MOST_DOCUMENTS:
        values = {"most": str(MOST_DOCUMENTS)}
        raise Refusal(ChassisReason.LIST_TOO_LONG, field=f"{taken.field}.documents", values=values)
    if step.amount:
        require_amount(step.amount, field=f"{taken.field}.amount")


def _must_occur_once(taken: Iterable[Taken]) -> None:
    seen: list[Kind] = []
    for each in taken:
        if not is_repeatable(each.kind) and seen.count(each.kind) >= _most(each.kind, seen):
            raise Refusal(SubmissionsReason.STEP_REPEATED, field=f"{each.field}.status")
        seen.append(each.kind)
    ways = len(set(seen).intersection(_CLOSES)) + bool(set(seen).intersection(_ENDS))
    if ways > 1:
        raise Refusal(SubmissionsReason.STEPS_CONTRADICT, field="steps")


def _most(kind: Kind, seen: Sequence[Kind]) -> int:
    """Status 1 comes again at the answer of a request before acceptance."""
    answers = seen.count(events.STATUS_SUPPLEMENT_REQUESTED)
    return 1 + answers if kind == events.STATUS_SUBMITTED else 1
