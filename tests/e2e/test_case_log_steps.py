"""What else than a status a case log tells of a dossier, as records: pauses, transfers, payments,
ratings, extensions, assignments, and the activity of every event.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import partial
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console import mapping
from services.console.activities import activities, require_columns
from services.console.caselog import Case
from services.console.instants import from_date, from_timestamp
from services.console.keys import MappingError, all_of, told
from services.console.records import record
from services.console.replay import catalogue
from services.console.xes import Row

MAPPING = """
source = "old"
[log]
case = "case"
[channel]
constant = "online"
[units]
root = { id = "xa", kind = "commune", vi = "Xã" }
column = "unit"
[units.values]
"Huyện" = { id = "huyen", vi = "Huyện" }
[due]
column = "due"
day = true
[promised]
column = "promised"
day = true
[groups]
column = "team"
kind = "team"
[tasks]
"T1" = "Tiếp nhận"
"T2" = "Thẩm định"
"T3" = "Họp"
[[step]]
status = "accepted"
activity = "Tiếp nhận"
[[step]]
status = "processing"
tasks = true
which = "each"
officer = "who"
STEP
[service]
id = "s"
vi = "Dịch vụ"
level = 3
effective = 2020-01-01
reason = "có từ trước"
"""
ROW = {"case": "1", "due": "2025-03-10", "promised": "2025-03-07", "team": "", "unit": ""}


def parsed(step: str = "") -> mapping.Mapping:
    """The mapping with further steps."""
    return mapping.parse(tomllib.loads(MAPPING.replace("STEP", step)))


def event(activity: str, time: str, **columns: str) -> Row:
    """A row of the log."""
    return Row({**ROW, "concept:name": activity, "time:timestamp": time, **columns}.items())


def steps_of(*rows: Row, step: str = "") -> list[api.Step]:
    """Those of a case with these rows."""
    return list(record(Case("1", rows), parsed(step)).steps)


ACCEPTED = event("Tiếp nhận", "2025-03-03 08:00")


def test_the_planned_end_is_promised_and_the_deadline_is_the_due() -> None:
    found = record(Case("1", (ACCEPTED,)), parsed())
    assert from_date(found.promised.date) == date(2025, 3, 7)
    assert from_date(found.due.date) == date(2025, 3, 10)


def test_each_event_is_a_step_with_its_task_its_team_and_its_officer_by_time() -> None:
    found = steps_of(
        ACCEPTED,
        event("Họp", "2025-03-05 09:00", team="Tổ 2", who="b"),
        event("Thẩm định", "2025-03-04 09:00", team="Tổ 1", who="a"),
        event("Thẩm định", "2025-03-06 09:00"),
    )
    assert [(each.status, each.task, each.acting_unit, each.officer) for each in found] == [
        (facts.STATUS_ACCEPTED, "T1", "", ""),
        (facts.STATUS_PROCESSING, "T2", "units/xa-to-1", "a"),
        (facts.STATUS_PROCESSING, "T3", "units/xa-to-2", "b"),
        (facts.STATUS_PROCESSING, "T2", "", ""),
    ]


def test_teams_tasks_and_units_that_steps_name_are_opened_with_the_catalogue() -> None:
    rules = parsed(
        '[[step]]\nfact = "transfer"\nactivity = "Chuyển"\nunit = "to"\nwhich = "each"\n'
    )
    rows = (ACCEPTED, event("Chuyển", "2025-03-04", to="Huyện", team="Tổ 1"))
    plan = catalogue([Case("1", rows)], rules)
    assert [(each.id, each.kind) for each in plan.units] == [
        ("xa", "commune"),
        ("huyen", "department"),
        ("xa-to-1", "team"),
    ]
    [service] = plan.services
    assert [(each.code, each.title.vi) for each in service.steps] == [
        ("T1", "Tiếp nhận"),
        ("T2", "Thẩm định"),
        ("T3", "Họp"),
    ]


PAUSE = """
[[step]]
status = "supplement_requested"
activity = "Yêu cầu bổ sung"
which = "each"
reason_code = "document-missing"
[[step]]
status = "processing"
activity = "Đã bổ sung"
which = "each"
"""


def test_requests_and_answers_come_by_their_times() -> None:
    rows = [
        event("Đã bổ sung", "2025-03-05"),
        event("Yêu cầu bổ sung", "2025-03-06"),
        event("Yêu cầu bổ sung", "2025-03-04"),
        event("Đã bổ sung", "2025-03-07"),
    ]
    found = steps_of(ACCEPTED, *rows, step=PAUSE)[1:]
    asked, answered = facts.STATUS_SUPPLEMENT_REQUESTED, facts.STATUS_PROCESSING
    assert [each.status for each in found] == [asked, answered, asked, answered]
    assert [from_timestamp(each.time).day for each in found] == [3, 4, 5, 6]  # in UTC
    assert found[0].reason_code == "document-missing"


def fact(kind: str, **keys: str) -> str:
    """A [[step]] that reads each row of its activity."""
    lines = [f'{key} = "{value}"' for key, value in keys.items()]
    return "\n".join(
        ["[[step]]", f'fact = "{kind}"', 'activity = "X"', 'which = "each"', *lines, ""]
    )


@pytest.mark.parametrize(
    ("step", "columns", "expected"),
    [
        (
            fact("payment", payment="id", amount="dong", provider="by", purpose="obligation"),
            {"id": "BL-7", "dong": "1.250.000", "by": "vnpay"},
            api.Step(
                payment=api.RecordedPayment(
                    payment="BL-7",
                    purpose=facts.PAYMENT_PURPOSE_OBLIGATION,
                    amount=1_250_000,
                    provider="vnpay",
                )
            ),
        ),
        (
            fact("refund", payment="id", amount="dong"),
            {"id": "BL-7", "dong": "50000"},
            api.Step(refund=api.RecordedRefund(payment="BL-7", amount=50_000)),
        ),
        (
            fact("transfer", unit="to", reason_code="needs-district"),
            {"to": "Huyện"},
            api.Step(transfer=api.Transfer(), unit="units/huyen", reason_code="needs-district"),
        ),
        (fact("rating", value="sao"), {"sao": "5"}, api.Step(rating=api.Rating(value=5))),
        (
            fact("assignment", assignee="cb"),
            {"cb": "cb-1"},
            api.Step(assignment=api.Assignment(assignee="cb-1")),
        ),
        (fact("waiver", reason_code="poor"), {}, api.Step(waiver={}, reason_code="poor")),
        (fact("obligation_waiver"), {}, api.Step(obligation_waiver={})),
        (
            fact("archiving", archive_code="kho"),
            {"kho": "K1"},
            api.Step(archiving=api.Archiving(archive_code="K1")),
        ),
        (
            fact("handover", archive="noi", list_code="muc_luc"),
            {"noi": "LS", "muc_luc": "2026-03"},
            api.Step(handover=api.Handover(archive="LS", list_code="2026-03")),
        ),
    ],
)
def test_what_else_was_done_is_a_step(step: str, columns: dict[str, str], expected: Any) -> None:
    [found] = steps_of(ACCEPTED, event("X", "2025-03-04", **columns), step=step)[1:]
    found.ClearField("time")
    assert found == expected


def test_an_extension_states_its_date() -> None:
    step = fact("extension", extended="until", reason_code="site-visit") + "day = true\n"
    [found] = steps_of(ACCEPTED, event("X", "2025-03-04", until="2025-03-20"), step=step)[1:]
    assert from_date(found.extension.extended.date) == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("step", "columns", "message"),
    [
        (
            fact("payment", payment="id", amount="dong"),
            {"id": "1", "dong": "12,5"},
            "not an amount",
        ),
        (
            fact("payment", payment="id", amount="dong"),
            {"id": "", "dong": "1"},
            "needs its payment",
        ),
        (fact("rating", value="sao"), {"sao": "6"}, "not a rating"),
        (fact("transfer", unit="to"), {"to": ""}, "needs its unit"),
    ],
)
def test_a_value_that_is_none_stops_the_replay(
    step: str, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(MappingError, match=message):
        steps_of(ACCEPTED, event("X", "2025-03-04", **columns), step=step)


def test_every_value_of_a_case_that_is_none_is_named() -> None:
    step = fact("payment", payment="id", amount="dong") + fact("rating", value="sao")
    bad = event("X", "hôm qua", id="", dong="12,5", sao="6")
    with pytest.raises(MappingError) as failed:
        steps_of(event("Tiếp nhận", "mai"), bad, step=step)
    said = list(failed.value.faults)
    wanted = ("mai", "hôm qua", "needs its payment", "not an amount", "hôm qua", "not a rating")
    assert len(said) == len(wanted)
    assert all(text in fault for text, fault in zip(wanted, said, strict=True)), said


def test_the_first_faults_of_a_log_are_told_and_how_many_more_there_are() -> None:
    def failing(number: int) -> None:
        raise MappingError(f"case {number}")

    with pytest.raises(MappingError) as failed:
        all_of(partial(failing, number) for number in range(1, 1_024))
    lines = told(failed.value).splitlines()
    assert lines == [*(f"case {n}" for n in range(1, 21)), "… and 1,003 more"]
    assert all_of([lambda: 1, lambda: 2]) == [1, 2]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (fact("payment", payment="id"), "step 3.amount is missing"),
        (fact("gift"), "step 3.fact must be one of assignment"),
        (fact("rating", value="sao", amount="x"), "step 3.amount is not for this step"),
        (fact("payment", payment="i", amount="a", purpose="gift"), "purpose must be one of fee"),
        ('[[step]]\nstatus = "stopped"\nfact = "waiver"\nactivity = "X"\n', "without a status"),
        ('[[step]]\nstatus = "stopped"\nactivity = "X"\ntasks = true\n', "or tasks = true"),
        (
            '[[step]]\nstatus = "stopped"\ncolumn = "x"\nwhich = "each"\n',
            "which is for an activity",
        ),
    ],
)
def test_a_step_that_is_not_right_is_a_mistake(step: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parsed(step)


def test_a_column_of_a_fact_that_the_log_does_not_have_is_a_mistake() -> None:
    case = Case("1", (event("Tiếp nhận", "2025-03-03", who="a"),))
    with pytest.raises(MappingError, match=r"step 3\.value names the column 'sao'"):
        require_columns([case], parsed(fact("rating", value="sao")))


def test_rows_are_counted_for_each_activity_of_a_step() -> None:
    rows = (ACCEPTED, event("Họp", "2025-03-05"), event("Nghỉ", "2025-03-06"))
    found = activities([Case("1", rows)], parsed())
    counted = [(number, rule.activity, rows) for number, rule, rows in found.steps]
    assert counted == [(1, "Tiếp nhận", 1), (2, "Thẩm định", 0), (2, "Họp", 1)]
    assert found.others == {"Nghỉ": 1}
