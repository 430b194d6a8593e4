"""Every definition that comes with the software, by hand: given an item, then where it stands.

What a row leaves out is as in `item_rows`. A class with `?` can still become numerator.
"""

from datetime import timedelta
from typing import Any

import pytest

from motcua.submissions.v1.events_pb2 import Anomaly, Channel, Verdict
from services.metrics.domain.indicators.shipped import shipped
from tests.metrics.given import AT
from tests.metrics.item_rows import DAY, class_of

pytestmark = pytest.mark.usefixtures("classes")

INSTANT = timedelta.resolution
ONLINE, POST, NOBODY_KNOWS = (
    {"channel": int(each)}
    for each in (Channel.CHANNEL_ONLINE, Channel.CHANNEL_POST, Channel.CHANNEL_UNKNOWN)
)
ON_TIME, OVERDUE, EARLY = (
    {"verdict": int(e)}
    for e in (Verdict.VERDICT_ON_TIME, Verdict.VERDICT_OVERDUE, Verdict.VERDICT_EARLY)
)
NO_ACCEPTANCE = {"accepted_at": None}
WITHOUT_TIME = {"end_time_known": False}
IN_FUTURE = {"ending_anomalies": 1 << Anomaly.ANOMALY_ENDED_IN_FUTURE}
BACKWARDS = {"ending_anomalies": 1 << Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED}
JUDGED_WITHOUT_ACCEPTANCE = {"ending_anomalies": 1 << Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE}
ACCEPTED_LATER = {"acceptance_anomalies": 1 << Anomaly.ANOMALY_ACCEPTED_IN_FUTURE}
ACCEPTED_SOMETIME = {"acceptance_time_known": False}

OPEN = {"closed": False, "ended_at": None, "end_recorded_at": None}
LEVEL_3, LEVEL_2 = {"level": 3}, {"level": 2}
FEE, PAID = {"fee": 20_000}, {"paid_online": True}
WRITTEN, UNWRITTEN = {"written_result": True}, {"written_result": False}
ELECTRONIC, ON_PAPER = {"electronic_result": True}, {"electronic_result": False}
PROMISED = {"promised_at": AT + DAY}
STILL_OPEN = OPEN | {"closed_by_then": False, "closed_at": None}
HOUR = 3600  # seconds
MET = {"volume": 100, "met": 95, "target_n": 19, "target_d": 20}

Row = tuple[str, dict[str, Any], str | None]
BY_END: list[Row] = [
    row
    for name in (
        "on_time.ended", "satisfaction.derived", "e_result", "handling_time.ended",
        "online_handling.ended",
    )
    for row in (
        (name, {"voided": True} | WITHOUT_TIME, "voided"),
        (name, WITHOUT_TIME | IN_FUTURE, "ended_without_time"),
        (name, IN_FUTURE | NO_ACCEPTANCE, "ended_in_future"),
        (name, BACKWARDS, "ended_before_accepted"),
        (name, NO_ACCEPTANCE, "ended_without_acceptance"),
        (name, JUDGED_WITHOUT_ACCEPTANCE, "ended_without_acceptance"),
    )
]  # fmt: skip
BY_ACCEPTANCE: list[Row] = [
    row
    for name in (
        "online_handling", "online_handling.all", "online_handling.e_result", "payment.online",
        "online_handling.acts",
    )
    for row in (
        (name, {"voided": True} | ACCEPTED_SOMETIME, "voided"),
        (name, JUDGED_WITHOUT_ACCEPTANCE | {"end_recorded_at": AT}, "ended_without_acceptance"),
        (name, ACCEPTED_SOMETIME | ACCEPTED_LATER, "accepted_without_time"),
        (name, ACCEPTED_LATER, "accepted_in_future"),
    )
]  # fmt: skip
DOSSIERS: list[Row] = [
    ("on_time.ended", ON_TIME, "numerator"),
    ("on_time.ended", EARLY, "numerator"),
    ("on_time.ended", OVERDUE, "denominator"),
    ("on_time.ended", {}, "no_due"),
    ("satisfaction.derived", EARLY, "numerator"),
    ("satisfaction.derived", ON_TIME, "numerator"),
    ("satisfaction.derived", {}, "numerator"),
    ("satisfaction.derived", OVERDUE, "denominator"),
    ("satisfaction.derived", EARLY | {"complaints": 1}, "denominator"),
    ("satisfaction.derived", EARLY | {"rating": 2}, "denominator"),
    ("satisfaction.derived", EARLY | {"rating": 3}, "numerator"),
    ("e_result", UNWRITTEN | ELECTRONIC, "no_written_result"),
    ("e_result", {}, "written_result_unknown"),
    ("e_result", ON_PAPER, "written_result_unknown"),
    ("e_result", ELECTRONIC, "numerator"),
    ("e_result", WRITTEN | ELECTRONIC, "numerator"),
    ("e_result", WRITTEN | ON_PAPER, "denominator"),
    ("e_result", WRITTEN, "unknown"),
    ("handling_time.ended", {"working_minutes": 30, "end_day_only": True}, "day_only"),
    ("handling_time.ended", {"working_minutes": 30, "acceptance_day_only": True}, "day_only"),
    ("handling_time.ended", {}, "unknown"),
    ("handling_time.ended", {"working_minutes": 0}, "30"),
    ("handling_time.ended", {"working_minutes": 30}, "30"),
    ("handling_time.ended", {"working_minutes": 31}, "60"),
    ("handling_time.ended", {"working_minutes": 28_801}, "inf"),
    ("online_handling.ended", ACCEPTED_SOMETIME | LEVEL_3, "accepted_without_time"),
    ("online_handling.ended", ACCEPTED_LATER | LEVEL_3, "accepted_in_future"),
    ("online_handling.ended", ONLINE | LEVEL_3, "numerator"),
    ("online_handling.ended", ONLINE, "level_unknown"),
    ("online_handling.ended", ONLINE | LEVEL_2, "online_below_3"),
    ("online_handling.ended", POST | LEVEL_2, "other_below_3"),
    ("online_handling", {}, "level_unknown"),
    ("online_handling", ONLINE, "level_unknown"),
    ("online_handling", ONLINE | LEVEL_2, "online_below_3"),
    ("online_handling", POST | LEVEL_2, "other_below_3"),
    ("online_handling", NOBODY_KNOWS | LEVEL_2, "other_below_3"),
    ("online_handling", ONLINE | LEVEL_3, "numerator"),
    ("online_handling", POST | LEVEL_3, "denominator"),
    ("online_handling", NOBODY_KNOWS | LEVEL_3, "unknown"),
    ("online_handling.all", ONLINE, "numerator"),
    ("online_handling.all", POST | LEVEL_2, "denominator"),
    ("online_handling.all", NOBODY_KNOWS, "unknown"),
    ("online_handling.e_result", ONLINE | UNWRITTEN | OPEN, "numerator"),
    ("online_handling.e_result", ONLINE | UNWRITTEN | ON_PAPER, "numerator"),
    ("online_handling.e_result", ONLINE | WRITTEN | ELECTRONIC, "numerator"),
    ("online_handling.e_result", ONLINE | ELECTRONIC, "numerator"),
    ("online_handling.e_result", ONLINE | WRITTEN | ON_PAPER, "denominator"),
    ("online_handling.e_result", ONLINE | WRITTEN, "unknown"),
    ("online_handling.e_result", ONLINE | WRITTEN | OPEN, "unknown?"),
    ("online_handling.e_result", POST | WRITTEN | OPEN, "denominator"),
    ("online_handling.e_result", NOBODY_KNOWS | WRITTEN | ELECTRONIC, "unknown"),
    ("online_handling.e_result", NOBODY_KNOWS | WRITTEN | ON_PAPER, "denominator"),
    ("payment.online", PAID, "fee_unknown"),
    ("payment.online", {"fee": 0} | PAID, "no_fee"),
    ("payment.online", FEE | PAID | {"fee_waived": True}, "fee_waived"),
    ("payment.online", FEE | PAID, "numerator"),
    ("payment.online", FEE, "denominator"),
    ("payment.online", FEE | OPEN, "denominator?"),
    ("online_handling.acts", LEVEL_3 | {"act": 1} | POST, "numerator"),
    ("online_handling.acts", LEVEL_3 | {"act": 2} | ONLINE, "denominator"),
    ("online_handling.acts", LEVEL_3 | {"act": 3} | ONLINE, "unknown"),
    ("online_handling.acts", LEVEL_3 | ONLINE, "numerator"),
    ("online_handling.acts", LEVEL_3 | POST, "denominator"),
    ("online_handling.acts", LEVEL_3, "unknown"),
    ("online_handling.acts", ONLINE, "level_unknown"),
    ("online_handling.acts", LEVEL_2 | ONLINE, "online_below_3"),
    ("online_handling.acts", LEVEL_2 | POST, "other_below_3"),
]
AT_A_CUT: list[Row] = [
    ("on_time.received", {"from": AT + INSTANT, "closed_at": AT}, None),
    ("on_time.received", PROMISED | {"from": AT, "closed_at": None} | STILL_OPEN, "denominator"),
    ("on_time.received", STILL_OPEN | {"to": AT}, None),
    ("on_time.received", PROMISED | {"from": AT + DAY}, "numerator"),
    ("on_time.received", PROMISED | {"from": AT + DAY, "to": AT + DAY}, None),
    ("on_time.received", {"voided": True}, "voided"),
    ("on_time.received", PROMISED | WITHOUT_TIME, "ended_without_time"),
    ("on_time.received", PROMISED | IN_FUTURE, "ended_in_future"),
    ("on_time.received", PROMISED | BACKWARDS, "ended_before_accepted"),
    ("on_time.received", PROMISED | JUDGED_WITHOUT_ACCEPTANCE, "ended_without_acceptance"),
    ("on_time.received", {}, "no_promise"),
    ("on_time.received", PROMISED, "numerator"),
    ("on_time.received", PROMISED | {"requests": 1}, "numerator"),
    ("on_time.received", PROMISED | {"requests": 2}, "denominator"),
    ("on_time.received", PROMISED | {"closed_at": AT + DAY + INSTANT}, "denominator"),
    (
        "on_time.received",
        PROMISED | {"closed_at": AT + DAY + timedelta(hours=1), "answered_wait": HOUR},
        "numerator",
    ),
    ("on_time.received", PROMISED | STILL_OPEN | {"to": AT + DAY}, "numerator"),
    ("on_time.received", PROMISED | STILL_OPEN | {"to": AT + DAY + INSTANT}, "denominator"),
    ("on_time.received", PROMISED | STILL_OPEN | {"waiting_since": AT + DAY}, "numerator"),
    (
        "on_time.received",
        PROMISED | STILL_OPEN | {"waiting_since": AT + DAY + INSTANT},
        "denominator",
    ),
    ("stock.open", {}, "numerator"),
    ("stock.open", {"status": 2}, "numerator"),
    ("stock.open", {"status": 5}, "denominator"),
    ("stock.paused", {"status": 6}, "numerator"),
    ("stock.paused", {"status": 4}, "denominator"),
    ("stock.overdue", {"status": 5}, "paused"),
    ("stock.overdue", {"due_at": None}, "without_due"),
    ("stock.overdue", {"to": AT + INSTANT}, "numerator"),
    ("stock.overdue", {"to": AT}, "denominator"),
]
PETITIONS: list[Row] = [
    row
    for name in ("petition.on_time", "petition.first_request", "petition.published")
    for row in (
        (name, {"voided": True, "merged": True}, "voided"),
        (name, {"merged": True, "withdrawn": True}, "merged"),
        (name, {"withdrawn": True}, "withdrawn"),
    )
]
OTHERS: list[Row] = [
    ("satisfaction.rating", {"voided": True}, "voided"),
    ("satisfaction.rating", {"rating": 4}, "numerator"),
    ("satisfaction.rating", {"rating": 3}, "denominator"),
    ("petition.on_time", {}, "denominator"),
    ("petition.on_time", {"answered_at": AT}, "numerator"),
    ("petition.on_time", {"answered_at": AT + INSTANT}, "denominator"),
    ("petition.on_time", {"refused_at": AT}, "numerator"),
    ("petition.on_time", {"refused_at": AT + INSTANT}, "denominator"),
    ("petition.first_request", {"first_request_at": AT}, "numerator"),
    ("petition.first_request", {"first_request_at": AT + INSTANT}, "denominator"),
    ("petition.first_request", {"answered_at": AT}, "denominator"),
    ("petition.published", {"published_at": AT}, "numerator"),
    ("petition.published", {"published_at": AT + INSTANT}, "denominator"),
    ("counter.waiting", {"voided": True}, "voided"),
    ("counter.waiting", {"no_show": True, "waiting_minutes": 5}, "no_show"),
    ("counter.waiting", {}, "unknown"),
    ("counter.waiting", {"waiting_minutes": 5}, "5"),
    ("counter.waiting", {"waiting_minutes": 6}, "10"),
    ("counter.waiting", {"waiting_minutes": 241}, "inf"),
    ("standard.met", MET, "numerator"),
    ("standard.met", MET | {"met": 94}, "denominator"),
    ("standard.met", MET | {"volume": 2**40, "met": 2**40 * 19 // 20}, "denominator"),
    ("standard.met", MET | {"met": 101}, "more_met_than_volume"),
    ("standard.met", MET | {"volume": 0, "met": 1}, "more_met_than_volume"),
    ("standard.met", MET | {"volume": 0, "met": 0}, "no_numbers"),
    ("standard.met", MET | {"met": None}, "no_numbers"),
    ("standard.met", MET | {"target_n": None, "target_d": None}, "no_target"),
]
SERVICES: list[Row] = [
    ("coverage.l3l4", {"level_3": True}, "numerator"),
    ("coverage.l3l4", {"level_3": False}, "denominator"),
    ("coverage.l3l4", {}, "unknown"),
    ("coverage.full", {"eligible_full": False, "full": True}, "not_eligible_full"),
    ("coverage.full", {"full": True}, "eligible_full_unknown"),
    ("coverage.full", {"eligible_full": True, "full": True}, "numerator"),
    ("coverage.full", {"eligible_full": True, "full": False}, "denominator"),
    ("coverage.full", {"eligible_full": True}, "unknown"),
    ("coverage.fully_online", {"six_points": False, "fully_online": True}, None),
    ("coverage.fully_online", {"no_applicable_point": True}, "no_applicable_point"),
    ("coverage.fully_online", {"fully_online": True}, "numerator"),
    ("coverage.fully_online", {"fully_online": False}, "denominator"),
    ("coverage.fully_online", {}, "unknown"),
    ("coverage.fully_online.of_all", {"six_points": False}, None),
    ("coverage.fully_online.of_all", {"no_applicable_point": True}, "denominator"),
    ("coverage.fully_online.of_all", {"fully_online": True}, "numerator"),
    ("coverage.fully_online.of_all", {"fully_online": False}, "denominator"),
    ("coverage.fully_online.of_all", {}, "unknown"),
    ("coverage.one_stop", {"one_stop": True}, "numerator"),
    ("coverage.one_stop", {"one_stop": False}, "denominator"),
    ("coverage.one_stop", {}, "unknown"),
    ("activity", {"reached_3": False, "online_dossiers": 9}, None),
    ("activity", {"online_dossiers": 1}, "numerator"),
    ("activity", {}, "denominator"),
]
EVERY = [*BY_END, *BY_ACCEPTANCE, *DOSSIERS, *AT_A_CUT, *PETITIONS, *OTHERS, *SERVICES]


@pytest.mark.parametrize(("name", "columns", "expected"), EVERY)
def test_an_item_stands_where_its_facts_put_it(
    name: str, columns: dict[str, Any], expected: str | None
) -> None:
    assert class_of(name, columns) == expected


def test_every_definition_and_each_of_its_reasons_is_here() -> None:
    """Whoever adds a definition adds its rows. No standard can be entered in error."""
    stated = {name: {each for of, _, each in EVERY if of == name} for name, _, _ in EVERY}
    missing = {
        definition.id: {why for why, _ in definition.exclusions} - stated.get(definition.id, set())
        for definition in shipped().values()
    }
    assert {name: why for name, why in missing.items() if why} == {"standard.met": {"voided"}}
    assert all("numerator" in stated[e.id] for e in shipped().values() if not e.bounds)
