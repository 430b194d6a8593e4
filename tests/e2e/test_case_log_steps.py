"""What a case log tells of a dossier, as steps of its record: statuses, pauses, transfers,
payments, ratings, extensions, assignments, and the activity of every event.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.importing.keys import MappingError
from services.console.instants import from_date, from_timestamp
from services.console.outcome import Mistake
from tests.e2e.case_logs import MAPPING, changed, parsed, read_rows

STEPS = """
[[rows.steps]]
status = "accepted"
which = "first"
when = 'what == "Tiếp nhận"'
time = "when"
task = { column = "what", map = "task" }
[[rows.steps]]
status = "processing"
which = "each"
when = 'what in ["Thẩm định", "Họp"]'
time = "when"
officer = "who"
acting_unit = { column = "team", slug = true, prefix = "xa-" }
task = { column = "what", map = "task" }
"""
LOG = changed(
    (MAPPING[MAPPING.index("[[rows.steps]]") :], STEPS),
    (
        "[cells.unit]",
        """[values.task]
"Tiếp nhận" = "T1"
"Thẩm định" = "T2"
"Họp" = "T3"
[values.unit]
"Huyện" = "huyen"
[cells.unit]""",
    ),
    (
        "channel = {",
        ('due = { column = "due", day = true }\npromised = { column = "promised", day = true }\n'
        "channel = {"),
    ),
    ('display_name.vi = { constant = "Dịch vụ" }', ('display_name.vi = { constant = "Dịch vụ" }\n'
     'steps = { list = "task" }')),
)  # fmt: skip
ROW = {"case": "1", "due": "2025-03-10", "promised": "2025-03-07", "team": "", "unit": "",
       "filed": ""}  # fmt: skip


def event(activity: str, time: str, **columns: str) -> dict[str, str]:
    """A line of the log."""
    return {**ROW, "what": activity, "when": time, **columns}


def steps_of(where: Path, *rows: dict[str, str], step: str = "") -> list[api.Step]:
    """Those of a dossier with these lines."""
    return list(read_rows(where, *rows, text=LOG + step).record.steps)


ACCEPTED = event("Tiếp nhận", "2025-03-03 08:00")


def test_the_planned_end_is_promised_and_the_deadline_is_the_due(tmp_path: Path) -> None:
    found = read_rows(tmp_path, ACCEPTED, text=LOG).record
    assert from_date(found.promised.date) == date(2025, 3, 7)
    assert from_date(found.due.date) == date(2025, 3, 10)


def test_each_event_is_a_step_with_its_task_its_team_and_its_officer_by_time(
    tmp_path: Path,
) -> None:
    found = steps_of(
        tmp_path,
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


def test_a_service_has_a_step_for_each_text_of_a_list(tmp_path: Path) -> None:
    rows = read_rows(tmp_path, ACCEPTED, text=LOG).rows
    [service] = [each.service.service for each in rows if each.HasField("service")]
    assert [(each.code, each.title.vi) for each in service.steps] == [
        ("T1", "Tiếp nhận"),
        ("T2", "Thẩm định"),
        ("T3", "Họp"),
    ]


def test_the_officer_of_the_dossier_took_the_steps_that_state_none(tmp_path: Path) -> None:
    text = LOG.replace("channel = {", 'officer = "clerk"\nchannel = {')
    rows = [{**ACCEPTED, "clerk": "c"}, event("Họp", "2025-03-05", clerk="c")]
    found = read_rows(tmp_path, *rows, text=text).record.steps
    assert [each.officer for each in found] == ["c", ""]


PAUSE = """
[[rows.steps]]
status = "supplement_requested"
which = "each"
when = 'what == "Yêu cầu bổ sung"'
time = "when"
reason_code = { constant = "document-missing" }
[[rows.steps]]
status = "processing"
which = "each"
when = 'what == "Đã bổ sung"'
time = "when"
"""


def test_requests_and_answers_come_by_their_times(tmp_path: Path) -> None:
    rows = [
        event("Đã bổ sung", "2025-03-05"),
        event("Yêu cầu bổ sung", "2025-03-06"),
        event("Yêu cầu bổ sung", "2025-03-04"),
        event("Đã bổ sung", "2025-03-07"),
    ]
    found = steps_of(tmp_path, ACCEPTED, *rows, step=PAUSE)[1:]
    asked, answered = facts.STATUS_SUPPLEMENT_REQUESTED, facts.STATUS_PROCESSING
    assert [each.status for each in found] == [asked, answered, asked, answered]
    assert [from_timestamp(each.time).day for each in found] == [3, 4, 5, 6]  # in UTC
    assert found[0].reason_code == "document-missing"


def fact(kind: str, **keys: str) -> str:
    """A step that reads each line of its activity; values in braces are tables."""
    lines = [f"{key} = {value if value[0] in '{[' else repr(value)}" for key, value in keys.items()]
    own = f'fact = "{kind}"', 'which = "each"', "when = 'what == \"X\"'", 'time = "when"'
    return "\n".join(["[[rows.steps]]", *own, *lines, ""])


DONG = '{ column = "dong", grouped = "." }'


@pytest.mark.parametrize(
    ("step", "columns", "expected"),
    [
        (
            fact("payment", payment="id", amount=DONG, provider="by",
                 purpose='{ constant = "OBLIGATION" }', online='{ constant = "YES" }'),
            {"id": "BL-7", "dong": "1.250.000", "by": "vnpay"},
            api.Step(
                payment=api.RecordedPayment(
                    payment="BL-7",
                    purpose=facts.PAYMENT_PURPOSE_OBLIGATION,
                    amount=1_250_000,
                    provider="vnpay",
                    online=True,
                )
            ),
        ),
        (
            fact("payment", payment="id", amount=DONG),
            {"id": "BL-7", "dong": "5000"},
            api.Step(
                payment=api.RecordedPayment(
                    payment="BL-7", purpose=facts.PAYMENT_PURPOSE_FEE, amount=5000
                )
            ),
        ),
        (
            fact("refund", payment="id", amount="dong"),
            {"id": "BL-7", "dong": "50000"},
            api.Step(refund=api.RecordedRefund(payment="BL-7", amount=50_000)),
        ),
        (
            fact("transfer", unit='{ column = "to", map = "unit" }',
                 reason_code='{ constant = "needs-district" }'),
            {"to": "Huyện"},
            api.Step(transfer=api.Transfer(), unit="units/huyen", reason_code="needs-district"),
        ),
        (fact("rating", value="sao"), {"sao": "5"}, api.Step(rating=api.Rating(value=5))),
        (
            fact("assignment", assignee="cb"),
            {"cb": "cb-1"},
            api.Step(assignment=api.Assignment(assignee="cb-1")),
        ),
        (
            fact("waiver", reason_code='{ constant = "poor" }'),
            {},
            api.Step(waiver={}, reason_code="poor"),
        ),
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
)  # fmt: skip
def test_what_else_was_done_is_a_step(
    tmp_path: Path, step: str, columns: dict[str, str], expected: Any
) -> None:
    [found] = steps_of(tmp_path, ACCEPTED, event("X", "2025-03-04", **columns), step=step)[1:]
    found.ClearField("time")
    assert found == expected


def test_an_extension_states_its_date(tmp_path: Path) -> None:
    step = fact("extension", extended='{ column = "until", day = true }')
    [found] = steps_of(tmp_path, ACCEPTED, event("X", "2025-03-04", until="2025-03-20"), step=step)[
        1:
    ]
    assert from_date(found.extension.extended.date) == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("step", "columns", "field", "reason"),
    [
        (fact("payment", payment="id", amount=DONG), {"id": "1", "dong": "12,5"}, "dong",
         "NUMBER_MALFORMED"),
        (fact("payment", payment="id", amount=DONG), {"id": "", "dong": "1"}, "id",
         "VALUE_MISSING"),
        (fact("rating", value="sao"), {"sao": "much"}, "sao", "NUMBER_MALFORMED"),
        (fact("transfer", unit="to"), {"to": ""}, "to", "VALUE_MISSING"),
        (fact("extension", extended="to"), {"to": ""}, "to", "VALUE_MISSING"),
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_a_fault_of_its_line(
    tmp_path: Path, step: str, columns: dict[str, str], field: str, reason: str
) -> None:
    found = read_rows(tmp_path, ACCEPTED, event("X", "2025-03-04", **columns), text=LOG + step)
    assert found.refused == [(3, field, reason)]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (fact("payment", payment="id"), "steps 3.amount is missing"),
        (fact("gift"), "steps 3.fact must be one of assignment"),
        (fact("rating", value="sao", amounts="x"), "no field 'amounts'"),
        (fact("payment", payment="i", amount="a", purpose='{ constant = "GIFT" }'), "none of FEE"),
        (fact("waiver") + 'status = "stopped"\n', "without a status"),
        (fact("extension"), "extended is missing"),
        (fact("transfer"), "unit is missing"),
        (fact("waiver").replace("[[rows.steps]]", "[[rows.steps]]\ntime = 3").replace(
            'time = "when"', ""), "time must name a column"),
    ],
)  # fmt: skip
def test_a_step_that_is_not_right_is_a_mistake(step: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        parsed(text=LOG + step)


def test_a_column_of_a_fact_that_the_log_does_not_have_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"steps 3\.value names the column 'sao'"):
        read_rows(
            tmp_path, {**ACCEPTED, "team": "", "who": ""}, text=LOG + fact("rating", value="sao")
        )


def test_lines_are_counted_for_each_step(tmp_path: Path) -> None:
    rows = (ACCEPTED, event("Họp", "2025-03-05"), event("Nghỉ", "2025-03-06"))
    assert read_rows(tmp_path, *rows, text=LOG).step_counts.document() == {
        "lines": 3,
        "steps": [{"step": 1, "lines": 1}, {"step": 2, "lines": 1}],
        "others": {"Nghỉ": 1},
    }


def test_a_step_of_the_dossier_is_reached_where_its_condition_holds(tmp_path: Path) -> None:
    step = """
[[rows.steps]]
status = "withdrawn"
when = 'state == "rút"'
time = "promised"
"""
    for state, expected in (("rút", [2, facts.STATUS_WITHDRAWN]), ("xong", [2])):
        found = steps_of(tmp_path, {**ACCEPTED, "state": state}, step=step)
        assert [each.status for each in found] == expected


def test_a_mapping_can_give_a_reason_for_corrections(tmp_path: Path) -> None:
    change = ('id = "case"', 'id = "case"\ncorrections = true\nreason_code = "nightly-export"')
    assert read_rows(tmp_path, ACCEPTED, text=LOG).record.correction_reason_code == ""
    found = read_rows(tmp_path, ACCEPTED, changes=[change], text=LOG).record
    assert found.correction_reason_code == "nightly-export"
