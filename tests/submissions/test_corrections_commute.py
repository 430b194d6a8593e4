"""Several corrections of one dossier: in whatever order they come, the dossier is the same.

Promises histories of live commands, and corrections that are possible in the orders compared.
"""

from __future__ import annotations

import copy
from contextlib import suppress
from datetime import timedelta
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.summary import summary
from tests.submissions.live_dossier import LiveDossier

MINUTE = timedelta(minutes=1)
NOT_COMPARED = {"history", "version", "last_live"}
COMMANDS = st.sampled_from(
    ["accept", "start", "ask", "answer", "oblige", "waive_obligation", "transfer", "assign",
     "extend", "pay", "refund", "waive", "result", "return", "rate"]
)  # fmt: skip
STATEMENTS: list[tuple[str, Any]] = [
    ("reason_code", "other"), ("amount", 40_000), ("decision", 2), ("electronic_result", False),
    ("value", 1), ("assignee", "dung"), ("assisted", True), ("to_unit", "units/ward-3"),
    ("officer", "chi"), ("task", "t9"),
]  # fmt: skip
GAPS = st.sampled_from([5, 60, 500, 3000])
# Of which fact, by its place among them; by how many minutes it moves, or what else it says.
CORRECTIONS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 0, 0, -4, 4]), st.integers(0, 12)),
    min_size=2, max_size=3, unique_by=lambda each: each[0],
)  # fmt: skip


def lived(steps: list[tuple[str, int]]) -> LiveDossier:
    """A dossier on which those of the commands were carried out that were possible."""
    dossier = LiveDossier()
    for command, gap in [("accept", 60), *steps]:
        with suppress(Refusal):
            dossier.do(command, after=gap * MINUTE)
    return dossier


def instead_of(dossier: LiveDossier, correction: tuple[int, int, int]) -> tuple[int, Any]:
    """The version, and what it should have been: at another time, or with another word in one of
    its fields; None: it should not have been.
    """
    place, minutes, pick = correction
    version = 1 + place % len(dossier.facts)
    fact = dossier.facts[version - 1]
    if minutes:
        return version, Statement(time=fact.occurred_at + minutes * MINUTE)
    fields = fact.message.DESCRIPTOR.fields_by_name
    possible = [dict([each]) for each in STATEMENTS if each[0] in fields]
    if pick % 4 == 0 or not possible:
        return version, None
    return version, Statement(**possible[pick % len(possible)])


def corrected(dossier: LiveDossier, corrections: Any) -> dict[str, Any] | None:
    """The dossier after these corrections, as far as one sees it; None: one is refused."""
    after = copy.copy(dossier)
    after.facts = list(dossier.facts)
    for version, instead in corrections:
        try:
            after.correct(version, instead)
        except Refusal:
            return None
    if len(after.facts) > len(dossier.facts) + len(corrections):
        return None  # an obligation was met, by a fact of its own at its own time
    state = after.state
    shown = {name: getattr(state, name) for name in Dossier.__dataclass_fields__}
    held = effective(state.entries)
    return {k: v for k, v in shown.items() if k not in NOT_COMPARED} | {
        "held": held, "facts": summary(state, held),
    }  # fmt: skip


@given(st.lists(st.tuples(COMMANDS, GAPS), max_size=10), CORRECTIONS)
def test_corrections_come_to_the_same_in_every_order(
    steps: list[tuple[str, int]], drawn: list[tuple[int, int, int]]
) -> None:
    dossier = lived(steps)
    corrections = dict(instead_of(dossier, each) for each in drawn)
    found = [corrected(dossier, order) for order in permutations(corrections.items())]
    possible = [each for each in found if each is not None]
    assert all(each == possible[0] for each in possible)
