"""Random commands and corrections on a petition: no illegal one is recorded, no legal one refused.

After each, status, holder, terms, verdicts and notices are those of the model
(`petition_model.py`), which shares no code with the service; and a correction publishes what holds
as if said at once.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from motcua.submissions.v1 import events_pb2 as common
from motcua.submissions.v1.petitions_pb2 import PetitionStatement
from services.chassis.errors import Refusal
from services.submissions.domain.moments import LOCAL
from services.submissions.domain.petition import notices
from services.submissions.domain.petition.changes import NOTICES, PETITIONS, folded
from services.submissions.domain.petition.correcting import walk
from services.submissions.domain.petition.history import CORRECTIONS
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.summary import summary
from tests.submissions import petition_model as naive
from tests.submissions.live_petition import GIVEN, NEXT, OFFICES, WARD, LivePetition, local
from tests.submissions.petition_model import Impossible, Model

MINUTE = timedelta(minutes=1)
EVENTS = {
    "start": "PetitionHandlingStarted", "ask": "PetitionSupplementRequested",
    "supply": "PetitionSupplementAnswered", "answer": "PetitionAnswered",
    "refuse": "PetitionRefused", "publish": "PetitionPublished", "assign": "PetitionAssigned",
    "transfer": "PetitionTransferred", "merge": "PetitionMerged", "withdraw": "PetitionWithdrawn",
    "void": "PetitionVoided",
}  # fmt: skip
# Lives that go on are drawn more often than ends.
DRAWN = (*EVENTS, *("start", "ask", "supply", "transfer") * 4, *("answer", "publish") * 2)
GAPS = st.sampled_from([0, 1, 40, 300, 1500, 6000, 20_000])
STATES = {
    "received": 1, "handling": 2, "asked": 3, "answered": 4, "published": 5, "refused": 6,
    "merged": 7, "withdrawn": 8,
}  # fmt: skip
TERMS = {
    "answer": "answer_term", "refusal": "refusal_term", "first": "first_request_term",
    "publication": "publication_term",
}  # fmt: skip
VERDICTS = {
    "end": "verdict", "first": "first_request_verdict", "publication": "publication_verdict",
}  # fmt: skip
Held = dict[int, tuple[datetime, str, str]]


class Petitions(RuleBasedStateMachine):
    """One petition, and the facts that hold of it by version: instant, event, unit."""

    @initialize(holder=st.sampled_from([WARD, NEXT]))
    def receive(self, holder: str) -> None:
        self.petition = LivePetition(holder=holder)
        self.held: Held = {}
        self.hold(1)

    @rule(pick=st.integers(0, 60), minutes=GAPS)
    def go_on(self, pick: int, minutes: int) -> None:
        legal = [each for each in DRAWN if self.is_legal(each)]
        self.act(legal[pick % len(legal)] if legal else "start", minutes)

    @rule(pick=st.integers(0, 60), minutes=GAPS)
    def go_on_further(self, pick: int, minutes: int) -> None:
        self.go_on(pick, minutes)

    @rule(command=st.sampled_from(sorted(EVENTS)), minutes=GAPS)
    def act(self, command: str, minutes: int) -> None:
        legal, more = self.is_legal(command), {}
        if command == "transfer":
            more = {"to_unit": self.other_unit()}
        before, known = self.petition.state, self.petition.state.version
        try:
            self.petition.do(command, after=minutes * MINUTE, **more)
        except Refusal:
            assert not legal, command
            assert self.petition.state is before
            return
        assert legal, command
        self.hold(known + 1)

    @precondition(lambda self: len(self.held) > 1)
    @rule(pick=st.integers(0, 20), minutes=GAPS)
    def leave_out(self, pick: int, minutes: int) -> None:
        version = sorted(self.held)[1:][pick % (len(self.held) - 1)]
        rest = {each: fact for each, fact in self.held.items() if each != version}
        self.correct(version, None, rest, minutes)

    @precondition(lambda self: len(self.held) > 1)
    @rule(pick=st.integers(0, 20), shift=st.integers(-8000, 8000), minutes=GAPS)
    def move(self, pick: int, shift: int, minutes: int) -> None:
        version = sorted(self.held)[pick % len(self.held)]
        at, event, unit = self.held[version]
        moved = at + shift * MINUTE
        rest = {**self.held, version: (moved, event, unit)}
        stated = PetitionStatement(time=moved - timedelta(hours=7))
        self.correct(version, stated, rest, minutes)

    def correct(
        self, version: int, instead: PetitionStatement | None, rest: Held, minutes: int
    ) -> None:
        now = local_now(self.petition) + minutes * MINUTE
        legal = False
        with suppress(Impossible):
            naive.lived(OFFICES, in_order(rest))
            legal = all(at <= now for at, _, _ in rest.values())
        before = self.petition.state
        try:
            said = self.petition.correct(version, instead, after=minutes * MINUTE)
        except Refusal as refusal:
            nothing = refusal.reason.code == "PETITION_CORRECTION_CHANGES_NOTHING"
            assert nothing or not legal, (version, instead)
            assert self.petition.state is before
            return
        assert legal, (version, instead)
        self.held = rest
        held = CORRECTIONS.effective(self.petition.state.entries)
        assert said.facts == summary(walk(held, GIVEN.calendars).petition) == summary(folded(held))

    @invariant()
    def the_model_agrees(self) -> None:
        model, state = self.model(), self.petition.state
        assert (state.status, state.holder) == (STATES[model.state], model.holder)
        assert (state.voided, state.requests) == (model.voided, model.requests)
        for name, field in TERMS.items():
            term = getattr(state, field)
            if name in model.terms and (name != "publication" or model.state in PUBLISHING):
                assert local(term.time) == model.terms[name], name
        for name, field in VERDICTS.items():
            verdict = getattr(state, field)
            late = {True: [3], False: [1, 2], None: [0]}[model.late.get(name)]
            assert verdict in late, (name, common.Verdict.Name(verdict))

    @invariant()
    def notices_are_of_what_is_still_to_be_done(self) -> None:
        terms = notices.running(self.petition.state)
        found = {(WORDS[kind], local(term.time)) for kind, term in terms.items()}
        assert found == naive.notices(self.model())

    @invariant()
    def the_log_says_the_same_again(self) -> None:
        assert PETITIONS.fold(Petition(), self.petition.facts) == self.petition.state

    def is_legal(self, command: str) -> bool:
        """Whether the model lets it come."""
        with suppress(Impossible):
            self.model().take(EVENTS[command], LATE, self.other_unit())
            return True
        return False

    def other_unit(self) -> str:
        """The one that has not the petition."""
        return NEXT if self.petition.state.holder == WARD else WARD

    def model(self) -> Model:
        """The model after the facts that hold."""
        return naive.lived(OFFICES, in_order(self.held))

    def hold(self, version: int) -> None:
        fact = self.petition.facts[version - 1]
        assert not isinstance(fact.message, NOTICES)
        at = fact.occurred_at.astimezone(LOCAL).replace(tzinfo=None)
        message = fact.message
        self.held[version] = (at, message.DESCRIPTOR.name, getattr(message, "holder", ""))


def in_order(held: Held) -> list[tuple[datetime, str, str]]:
    return [held[version] for version in sorted(held)]


def local_now(petition: LivePetition) -> datetime:
    return petition.now.astimezone(LOCAL).replace(tzinfo=None)


LATE = datetime(2027, 1, 1)  # noqa: DTZ001 — local, as the model has it
PUBLISHING = ("answered", "published")
WORDS = dict(enumerate(("answer", "refusal", "first", "publication"), 1))
TestPetitions = Petitions.TestCase
TestPetitions.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
