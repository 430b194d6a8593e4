"""Random commands and corrections: no illegal one is ever recorded, and no legal one refused.

After each, the dossier is what a dossier is on which the facts that hold were recorded at once, and
a correction publishes just that. The model (`life_model.py`) shares no code with the service.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.correcting import walk
from services.submissions.domain.dossier.history import effective
from services.submissions.domain.dossier.live import live_facts
from services.submissions.domain.dossier.state import Dossier, Handover
from services.submissions.domain.dossier.summary import summary
from tests.submissions.life_model import Impossible, Life
from tests.submissions.life_model import lived as model_of
from tests.submissions.live_dossier import (
    COMMANDS,
    FAR,
    FEE,
    GIVEN,
    OBLIGATION,
    UNIT,
    WARD_2,
    LiveDossier,
    about,
)

MINUTE = timedelta(minutes=1)
EVENTS = {
    "accept": "DossierAccepted", "refuse": "DossierRefused", "start": "HandlingStarted",
    "ask": "SupplementRequested", "answer": "SupplementAnswered", "oblige": "ObligationRequested",
    "assign": "DossierAssigned", "transfer": "DossierTransferred", "extend": "DueExtended",
    "pay": "PaymentRecorded", "refund": "PaymentRefunded", "waive": "FeeWaived",
    "waive_obligation": "ObligationMet",
    "result": "ResultRecorded", "return": "ResultReturned", "withdraw": "DossierWithdrawn",
    "stop": "DossierStopped", "rate": "DossierRated", "archive": "DossierArchived",
    "hand_over": "PaperFileHandedOver",
    "link": "DossierLinked", "void": "DossierVoided",
}  # fmt: skip
# Lives that go on are drawn more often than ends.
DRAWN = (
    *COMMANDS,
    *("accept", "start", "ask", "answer", "oblige", "pay", "pay", "waive_obligation") * 3,
)
GAPS = st.sampled_from([0, 1, 40, 300, 1500, 6000])
NOT_COMPARED = {"history", "version", "last_live", "catalog_position"}


class Lives(RuleBasedStateMachine):
    """One dossier, and the facts that hold of it by version."""

    @initialize(channel=st.sampled_from([1, 2, 7]))
    def file(self, channel: int) -> None:
        self.dossier = LiveDossier(channel=channel)
        self.held: dict[int, tuple[datetime, Any]] = {}
        self.counter = 0
        self.hold(1)

    @rule(command=st.sampled_from(DRAWN), minutes=GAPS, pick=st.integers(0, 7))
    def act(self, command: str, minutes: int, pick: int) -> None:
        more = self.content(command, pick)
        if more is None:
            return
        legal = self.is_legal(command, more)
        before, known = self.dossier.state, self.dossier.state.version
        try:
            self.dossier.do(command, after=minutes * MINUTE, **more)
        except Refusal:
            assert not legal, (command, more)
            assert self.dossier.state is before
            return
        assert legal, (command, more)
        for version in range(known + 1, self.dossier.state.version + 1):
            self.hold(version)

    @precondition(lambda self: len(self.held) > 1)
    @rule(pick=st.integers(0, 20), minutes=GAPS)
    def leave_out(self, pick: int, minutes: int) -> None:
        version = sorted(self.held)[1:][pick % (len(self.held) - 1)]
        rest = {each: fact for each, fact in self.held.items() if each != version}
        self.correct(version, None, rest, minutes)

    @precondition(lambda self: len(self.held) > 1)
    @rule(pick=st.integers(0, 20), shift=st.integers(-2000, 2000), minutes=GAPS)
    def move(self, pick: int, shift: int, minutes: int) -> None:
        version = sorted(self.held)[pick % len(self.held)]
        at, message = self.held[version]
        moved = at + shift * MINUTE
        rest = {**self.held, version: (moved, message)}
        self.correct(version, Statement(time=moved), rest, minutes)

    @precondition(
        lambda self: any(f"{m.DESCRIPTOR.name}" == "ResultRecorded" for _, m in self.held.values())
    )
    @rule(electronic=st.booleans(), decision=st.sampled_from([1, 2]))
    def restate(self, electronic: bool, decision: int) -> None:
        version = next(
            v for v, (_, m) in self.held.items() if m.DESCRIPTOR.name == "ResultRecorded"
        )
        at, message = self.held[version]
        said = type(message)()
        said.CopyFrom(message)
        said.electronic_result, said.decision = electronic, decision
        instead = Statement(electronic_result=electronic, decision=decision)  # type: ignore[arg-type]
        self.correct(version, instead, {**self.held, version: (at, said)}, 0)

    @precondition(lambda self: self.priced())
    @rule(pick=st.integers(0, 20), amount=st.sampled_from([25_000, 50_000, 400_000, 1_000_000]))
    def price(self, pick: int, amount: int) -> None:
        priced = self.priced()
        version = priced[pick % len(priced)]
        at, message = self.held[version]
        said = type(message)()
        said.CopyFrom(message)
        said.amount = amount
        self.correct(version, Statement(amount=amount), {**self.held, version: (at, said)}, 0)

    def priced(self) -> list[int]:
        """The versions of payments, refunds and obligations."""
        return [version for version, (_, said) in self.held.items() if hasattr(said, "amount")]

    def correct(
        self,
        version: int,
        instead: Statement | None,
        rest: dict[int, tuple[datetime, Any]],
        minutes: int,
    ) -> None:
        legal = self.is_possible(rest, self.dossier.now + minutes * MINUTE)
        before, known = self.dossier.state, self.dossier.state.version
        try:
            said = self.dossier.correct(version, instead, after=minutes * MINUTE)
        except Refusal as refusal:
            nothing = refusal.reason.code == "CORRECTION_CHANGES_NOTHING"
            assert nothing or not legal, (version, instead)
            assert self.dossier.state is before
            return
        assert legal, (version, instead)
        self.held = rest
        of_correction = [each for each in self.entries() if each.version <= known]
        assert said.facts == summary(*reversed(walk(of_correction, GIVEN.measures)))
        for each in range(known + 2, self.dossier.state.version + 1):
            self.hold(each)  # an obligation that is met by what the correction says of payments

    @invariant()
    def what_holds_is_as_if_said_at_once(self) -> None:
        at_once = self.said_at_once()
        for field in Dossier.__dataclass_fields__:
            if field not in NOT_COMPARED:
                assert getattr(self.dossier.state, field) == getattr(at_once, field), field

    @invariant()
    def the_model_agrees(self) -> None:
        life, state = self.life(), self.dossier.state
        assert (life.status, life.accepted, life.voided) == (
            state.status, state.accepted, state.voided,
        )  # fmt: skip
        assert life.holder == state.holder
        left = {each.payment: each.amount - each.refunded for each in state.payments}
        assert life.paid == left

    @invariant()
    def the_log_says_the_same_again(self) -> None:
        assert DOSSIERS.fold(Dossier(), self.dossier.facts) == self.dossier.state

    def content(self, command: str, pick: int) -> dict[str, Any] | None:
        """What a request says beside its usual; None: nothing can be meant."""
        self.counter += 1
        paid = sorted(self.life().paid)
        match command:
            case "pay":
                purpose, amount = (FEE, 50_000) if pick < 3 else (OBLIGATION, 600_000)
                return {"payment": f"p{self.counter}", "purpose": purpose, "amount": amount,
                        "reference": ("bank", f"p{self.counter}")}  # fmt: skip
            case "refund":
                name = paid[pick % len(paid)] if paid and pick else "none"
                return {"payment": name, "amount": 25_000 * (1 + pick % 2)}
            case "transfer":
                to = UNIT if pick % 2 else WARD_2
                return {"to_unit": to} if to != self.life().holder else None
            case "extend":
                later = FAR + timedelta(days=self.counter if pick else 0)
                return {"extended": events.Due(time=later)}
            case "rate" | "waive" | "archive" | "hand_over" | "link":
                return self.content_once(command, pick)
        return {}

    def content_once(self, command: str, pick: int) -> dict[str, Any] | None:
        """Of what is recorded once, or another time only when it changes."""
        state = self.dossier.state
        match command:
            case "archive":
                return {"archive_code": f"A-{self.counter}"}
            case "hand_over":
                return {"to": Handover("his", f"list-{self.counter}")}
            case "link":
                return {"root": f"dossiers/root-{self.counter}"}
            case "waive":
                return None if state.fee_waived else {}
        if state.rating and state.rating.first_rated + timedelta(days=20) < self.dossier.now:
            return None
        value = 1 + pick % 5
        return None if state.rating and state.rating.value == value else {"value": value}

    def is_legal(self, command: str, more: dict[str, Any]) -> bool:
        """Whether the model lets it come: its message as far as the model looks at it."""
        said = events.DueExtended() if command == "extend" else _Said(more)
        if isinstance(said, events.DueExtended):
            said.deadline.extended.CopyFrom(more["extended"])
        with suppress(Impossible):
            self.life().take(EVENTS[command], said)
            return True
        return False

    def is_possible(self, held: dict[int, tuple[datetime, Any]], now: datetime) -> bool:
        facts = [held[version] for version in sorted(held)]
        with suppress(Impossible):
            model_of(facts)
            return all(at <= now for at, _ in facts)
        return False

    def life(self) -> Life:
        """The model after the facts that hold."""
        return model_of([self.held[version] for version in sorted(self.held)])

    def hold(self, version: int) -> None:
        fact = self.dossier.facts[version - 1]
        self.held[version] = (fact.occurred_at, fact.message)

    def entries(self) -> list[Any]:
        return effective(self.dossier.state.entries)

    def said_at_once(self) -> Dossier:
        """A dossier on which just the facts that hold were recorded, by the live commands' way."""
        facts = [self.held[version] for version in sorted(self.held)]
        (submitted_at, submitted), *later = facts
        first = events.DossierSubmitted()
        first.CopyFrom(submitted)
        first.offering.CopyFrom(OFFERING_AT(submitted_at))
        state = DOSSIERS.evolve(Dossier(), first, submitted_at)
        for at, message in later:
            said = type(message)()
            said.CopyFrom(message)
            if isinstance(said, events.DossierAccepted):
                said.offering.CopyFrom(OFFERING_AT(at))
            state = DOSSIERS.fold(state, live_facts(state, replace(GIVEN, clock=at), said))
        return state


class _Said:
    """A request's content where a message would have it."""

    def __init__(self, more: dict[str, Any]) -> None:
        self.__dict__.update({"amount": 1_000_000, "handling_unit": UNIT, "waived": True} | more)


def OFFERING_AT(at: datetime) -> events.OfferingFacts:  # noqa: N802
    """What the catalogue says of the offering about an instant."""
    from services.submissions.domain.moments import Moment

    return about(Moment(at))


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
