"""Succession: given offerings of units that end, what closes, and what successors go on with.

Promises that a successor begins with no more than all that it succeeds had in common. Must not need
a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import offerings, words
from services.catalog.domain.effective import instant
from services.catalog.domain.succession import succeed
from tests.catalog.given import (
    DAY,
    LEVEL_2,
    LEVEL_4,
    NA,
    NO,
    NOW,
    UNKNOWN,
    YES,
    content,
    messages,
    published,
    service,
)
from tests.catalog.given_offerings import SIX, closing, declaring, kinds, opening, then
from tests.catalog.given_succession import AT, after_all, following, name, offered, states_of

CLOSE, FOLLOW = facts.OFFERING_RULE_CLOSE, facts.OFFERING_RULE_FOLLOW
FILE, PAY = facts.CAPABILITY_FILE_ONLINE, facts.CAPABILITY_PAY_ONLINE


@pytest.mark.parametrize("rule", [CLOSE, facts.OFFERING_RULE_UNSPECIFIED])
def test_offerings_end_with_their_unit(rule: Any) -> None:
    found = following({**offered("q1"), **offered("q2")}, {"q1": ["p"]}, rule=rule)
    assert {each: kinds(decided) for each, decided in found.items()} == {
        name("q1"): ["OfferingClosed"]
    }
    [closed] = messages(found[name("q1")])
    assert (instant(closed.effective_time), closed.cause) == (AT, words.UNIT_ENDS.cause)


def test_what_follows_to_a_unit_that_is_known_to_end_ends_with_it() -> None:
    known = offered("q1")
    found = following(known, {"q1": ["p"]}, ends={"units/p": AT + 9 * DAY})
    assert kinds(found[name("p")]) == [
        "OfferingOpened",
        "CapabilitiesRecorded",
        "OfferingClosed",
        "LevelsAssessed",
    ]
    heir = after_all(known, found)[name("p")]
    assert offerings.ends_at(heir) == AT + 9 * DAY


def test_a_planned_offering_of_a_unit_that_ends_never_opens() -> None:
    planned = offered("q1", at=NOW + 9 * DAY)
    found = following(planned, {"q1": ["p"]})
    assert [kinds(decided) for decided in found.values()] == [["OfferingClosed"]]
    assert not offerings.goes_on_at(after_all(planned, found)[name("q1")], NOW)


def test_an_offering_that_ended_before_its_unit_says_nothing() -> None:
    [known] = offered("q1").values()
    ended = {name("q1"): then(known, closing(known))}
    assert following(ended, {"q1": ["p"]}) == {}


def test_a_successor_opens_with_what_was_common_and_with_a_level() -> None:
    known = {
        **offered("q1", LEVEL_4),
        **offered("q2", {**LEVEL_4, FILE: NO}),
        **offered("q3", {c: s for c, s in LEVEL_4.items() if c != PAY}),
    }
    found = following(known, {"q1": ["p"], "q2": ["p"], "q3": ["p"]})
    decided = found[name("p")]
    assert kinds(decided) == ["OfferingOpened", "CapabilitiesRecorded", "LevelsAssessed"]
    assert states_of(decided) == {**LEVEL_4, FILE: NO, PAY: UNKNOWN}
    first, recorded, assessed = messages(decided)
    assert (first.service, first.unit) == ("services/a", "units/p")
    assert {instant(each.effective_time) for each in (first, recorded)} == {AT}
    assert [span.level for span in assessed.spans] == [2]
    assert [fact.subject.rpartition(".")[2] for fact in decided] == ["p", "p", "p"]


def test_evidence_was_of_another_offering_and_does_not_follow() -> None:
    told = [facts.RecordedCapability(capability=FILE, state=YES, evidence="https://q1.vn")]
    [known] = offered("q1").values()
    state = then(
        known,
        list(
            offerings.record(
                known,
                name=name("q1"),
                capabilities=told,
                service=service(),
                at=None,
                reason="",
                now=NOW,
            )
        ),
    )
    [_, recorded, _] = messages(following({name("q1"): state}, {"q1": ["p"]})[name("p")])
    assert {each.evidence for each in recorded.capabilities} == {""}


def test_each_part_of_a_unit_that_is_divided_goes_on() -> None:
    found = following(offered("q1"), {"q1": ["p1", "p2"]})
    assert set(found) == {name("q1"), name("p1"), name("p2")}


def test_a_unit_that_goes_on_keeps_its_offerings_and_its_other_parts_follow() -> None:
    found = following(offered("q1"), {"q1": ["q1", "p"]}, ended=[])
    assert {each: kinds(decided)[0] for each, decided in found.items()} == {
        name("p"): "OfferingOpened"
    }


@pytest.mark.parametrize("at", [NOW - 100 * DAY, AT, NOW + 9 * DAY])
def test_a_successor_that_offers_the_service_or_will_is_left_alone(at: datetime) -> None:
    known = {**offered("q1"), **offered("p", LEVEL_2, at=at)}
    assert set(following(known, {"q1": ["p"]})) == {name("q1")}


def test_a_successor_that_has_stopped_offering_the_service_opens_it_again() -> None:
    [theirs] = offered("p", LEVEL_4).values()
    known = {**offered("q1", LEVEL_2), name("p"): then(theirs, closing(theirs))}
    found = following(known, {"q1": ["p"]})
    span = offerings.span_at(after_all(known, found)[name("p")], AT)
    assert span is not None
    assert span.level == 2


def test_only_what_was_offered_until_then_follows() -> None:
    [known] = offered("q2", LEVEL_2).values()
    ended = then(known, closing(known))
    planned = offered("q3", LEVEL_2, at=NOW + 9 * DAY)
    every = {**offered("q1", LEVEL_4), name("q2"): ended, **planned}
    found = following(every, {"q1": ["p"], "q2": ["p"], "q3": ["p"]})
    assert states_of(found[name("p")]) == LEVEL_4


def test_what_would_open_at_the_very_instant_never_opens_and_does_not_follow() -> None:
    planned = offered("q1", LEVEL_4, at=AT)
    found = following(planned, {"q1": ["p"]})
    assert {each: kinds(decided) for each, decided in found.items()} == {
        name("q1"): ["OfferingClosed"]
    }


def test_a_service_that_is_not_in_force_then_is_not_offered_anew() -> None:
    gone = service(published(1), facts.ServiceRetired(service="services/a", effective_time=AT))
    assert set(following(offered("q1"), {"q1": ["p"]}, of=gone)) == {name("q1")}


def test_a_new_offering_ends_with_its_service_where_that_is_known() -> None:
    retired = facts.ServiceRetired(service="services/a", effective_time=AT + DAY)
    decided = following(offered("q1"), {"q1": ["p"]}, of=service(published(1), retired))
    assert "OfferingClosed" in kinds(decided[name("p")])
    assert offerings.ends_at(then(offerings.Offering(), decided[name("p")])) == AT + DAY


def test_the_level_of_a_successor_follows_the_service_too() -> None:
    free = {**LEVEL_4, PAY: NA}
    of = service(published(1), published(2, at=AT + DAY, said=content(fee=10_000)))
    [*_, assessed] = messages(following(offered("q1", free), {"q1": ["p"]}, of=of)[name("p")])
    assert [span.level for span in assessed.spans] == [4, 3]


def test_the_lowest_ceiling_follows_with_its_reason() -> None:
    known = {
        **offered("q1", LEVEL_4, ceiling=3, ceiling_reason="Quyết định 1"),
        **offered("q2", LEVEL_4, ceiling=2, ceiling_reason="Quyết định 2"),
        **offered("q3", LEVEL_4),
    }
    first = messages(following(known, {"q1": ["p"], "q2": ["p"], "q3": ["p"]})[name("p")])[0]
    assert (first.ceiling, first.ceiling_reason) == (2, "Quyết định 2")


def test_a_ceiling_at_what_is_common_follows() -> None:
    known = {
        **offered("q1", LEVEL_4, ceiling=2, ceiling_reason="Quyết định 2"),
        **offered("q2", LEVEL_2),
    }
    [first, *_] = messages(following(known, {"q1": ["p"], "q2": ["p"]})[name("p")])
    assert (first.ceiling, first.ceiling_reason) == (2, "Quyết định 2")


def test_a_ceiling_above_what_is_common_does_not_follow() -> None:
    known = {
        **offered("q1", LEVEL_4, ceiling=4, ceiling_reason="Quyết định 1"),
        **offered("q2", LEVEL_2),
    }
    first = messages(following(known, {"q1": ["p"], "q2": ["p"]})[name("p")])[0]
    assert not first.HasField("ceiling")


def test_a_lifted_ceiling_does_not_follow() -> None:
    [known] = offered("q1", LEVEL_4, ceiling=2, ceiling_reason="Quyết định 1").values()
    lifted = {name("q1"): then(known, declaring(known, None, ""))}
    assert not messages(following(lifted, {"q1": ["p"]})[name("p")])[0].HasField("ceiling")


def test_a_rule_without_levels_follows_too() -> None:
    found = following(offered("q1", {FILE: YES}, level_rule=SIX), {"q1": ["p"]})
    first, _, assessed = messages(found[name("p")])
    assert first.level_rule == SIX
    assert assessed.spans[0].verdict == facts.VERDICT_UNKNOWN


def test_offerings_under_different_rules_go_on_under_the_usual_one() -> None:
    known = {**offered("q1", level_rule=SIX), **offered("q2")}
    found = following(known, {"q1": ["p"], "q2": ["p"]})
    assert messages(found[name("p")])[-1].level_rule == "vn.levels@1"


def test_what_is_recorded_late_says_why() -> None:
    found = following(offered("q1"), {"q1": ["p"]}, at=NOW - DAY, reason="nhập lại 01/7/2025")
    said = [m.correction_reason for d in found.values() for m in messages(d)[:1]]
    assert said == ["nhập lại 01/7/2025"] * 2


def test_offerings_of_other_services_do_not_mix() -> None:
    other = opening(
        LEVEL_2,
        offering="services/b/offerings/q2",
        service="services/b",
        unit="units/q2",
        at=NOW - DAY,
        correction_reason="vì",
    )
    known = {**offered("q1", LEVEL_4)}
    known["services/b/offerings/q2"] = then(offerings.Offering(), other)
    found = succeed(
        ended=["units/q1", "units/q2"],
        successors={"units/q1": ["units/p"], "units/q2": ["units/p"]},
        rule=FOLLOW,
        at=AT,
        now=NOW,
        offerings=known,
        services={"services/a": service(), "services/b": service()},
        ends={},
        reason="",
    )
    assert states_of(found[name("p")]) == LEVEL_4
    assert states_of(found["services/b/offerings/p"]) == LEVEL_2
