"""`./motcua export --kind dossiers` as a process, on one stack with a few dossiers.

Promises each format whole, and that no name of an applicant is in any, unless an officer on duty
asks for it. What is asked for alike is run once.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.directory import make_temporary
from deploy.embedded.stack import Stack
from deploy.embedded.tokens import OPERATOR, issue_token
from motcua.submissions.v1 import submissions_pb2 as api
from motcua.submissions.v1.personal_data_pb2 import ListReadingsRequest
from services.console.importing.formats.xes import xes_rows
from services.console.portal.client import Portal
from tests.e2e import xes_schema
from tests.e2e.commands import Ended, motcua
from tests.e2e.migrated import MigratedStack
from tests.e2e.ocel_schema import faults
from tests.e2e.office import Office

pytestmark = pytest.mark.long
LATER = 4_000_000_000
BECAUSE = {"reason_code": "law-7"}


@dataclass(frozen=True)
class Exported:
    """A stack, and its dossiers by what became of each."""

    stack: Stack
    found: dict[str, str]
    done: dict[tuple[object, ...], Ended] = field(default_factory=dict)

    async def run(self, *words: object, lang: str = "C.UTF-8") -> Ended:
        line = ("export", "--kind", "dossiers", *words)
        if (lang, line) not in self.done:
            ended = await motcua(*line, data=self.stack.data_dir, lang=lang)
            self.done[lang, line] = ended
        return self.done[lang, line]

    async def readings(self, purpose: str) -> list[str]:
        """The dossiers that were read for a purpose."""
        request = ListReadingsRequest(page_size=1000)
        async with Portal(self.stack.describe()) as portal:
            method = portal.personal_data.ListReadings
            found = await portal.call(method, request, role="inspector")
        return sorted(each.dossier for each in found.readings if each.purpose == purpose)

    async def log(self, *words: object, lang: str = "C.UTF-8") -> dict[str, Any]:
        done = await self.run("--format", "ocel", *words, lang=lang)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.document
        assert faults(found) == []
        return found


@pytest.fixture(scope="module")
async def exported() -> AsyncIterator[Exported]:
    path = make_temporary()
    async with MigratedStack(path) as stack, Portal(stack.describe()) as portal:
        office = await Office.open(portal)
        words = ("moved", "withdrawn", "refused", "open", "void")
        made = {word: await office.submit(ward=1) for word in words}
        await live(office, made["moved"])
        await step(office, "WithdrawDossier", made["withdrawn"], role="portal")
        refused = await step(office, "RefuseDossier", made["refused"], **BECAUSE)
        await step(office, "LinkDossier", refused, root=made["moved"].name)
        await office.accept(made["open"], LATER)
        await step(office, "VoidDossier", made["void"], **BECAUSE)
        await office.erase(made["withdrawn"])
        yield Exported(stack, {word: each.name for word, each in made.items()})
    shutil.rmtree(path)


async def live(office: Office, dossier: api.Dossier) -> None:
    """Accept, pause, move, end, archive, correct where it is kept, and hand it over."""
    now = await office.accept(dossier, LATER)
    now = await step(office, "StartHandling", now)
    now = await step(office, "RequestSupplement", now, **BECAUSE, documents=["id-card"])
    now = await step(office, "AnswerSupplement", now)
    now = await step(office, "AssignDossier", now, assignee=OPERATOR)
    now = await step(office, "TransferDossier", now, to_unit="units/ward-2", **BECAUSE)
    now = await step(office, "RecordResult", now)
    now = await step(office, "ArchiveDossier", now, archive_code="A-1")
    version = int(now.etag.strip('"'))
    instead = api.Statement(archive_code="A-2")
    now = await step(office, "CorrectDossier", now, **BECAUSE, version=version, instead=instead)
    await step(office, "HandOverPaperFile", now, archive="his", list_code="2026-03")


async def step(
    office: Office, method: str, of: api.Dossier, *, role: str = "officer", **content: Any
) -> api.Dossier:
    request = getattr(api, f"{method}Request")(name=of.name, etag=of.etag, **content)
    sent = getattr(office.portal.submissions, method)
    after: api.Dossier = await office.send(sent, request, role=role)
    return after


def of_type(log: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in log["objects"] if each["type"] == kind}


def events_of(log: dict[str, Any], dossier: str) -> list[dict[str, Any]]:
    return [each for each in log["events"] if each["id"].startswith(f"{dossier}/")]


def over_time(of: dict[str, Any], name: str) -> list[str]:
    return [each["value"] for each in of["attributes"] if each["name"] == name]


def related(of: dict[str, Any]) -> set[tuple[str, str]]:
    return {(each["qualifier"], each["objectId"]) for each in of["relationships"]}


async def test_an_object_centric_log_has_each_fact_that_holds(exported: Exported) -> None:
    log, name = await exported.log(), exported.found["moved"]
    events = events_of(log, name)
    assert [each["type"] for each in events] == [
        "DossierSubmitted", "DossierAccepted", "HandlingStarted", "SupplementRequested",
        "SupplementAnswered", "DossierAssigned", "DossierTransferred", "ResultRecorded",
        "DossierArchived", "PaperFileHandedOver",
    ]  # fmt: skip
    assert [each["time"] for each in events] == sorted(each["time"] for each in events)
    moved, archived = events[6], events[8]
    assert {
        ("dossier", name), ("from_unit", "units/ward-1"), ("to_unit", "units/ward-2"),
        ("officer", f"officers/{OPERATOR}"),
    } <= related(moved)  # fmt: skip
    assert {"name": "cause", "value": "decision"} in moved["attributes"]
    assert {"name": "archive_code", "value": "A-2"} in archived["attributes"]
    assert {"name": "list_code", "value": "2026-03"} in events[9]["attributes"]
    assert {"name": "after_acceptance", "value": "true"} in events[4]["attributes"]


async def test_a_dossier_has_its_attributes_over_time(exported: Exported) -> None:
    dossiers = of_type(await exported.log(), "dossier")
    moved = dossiers[exported.found["moved"]]
    assert over_time(moved, "status") == [
        "submitted", "accepted", "processing", "supplement_requested", "processing", "result_ready",
    ]  # fmt: skip
    assert over_time(moved, "handling_unit") == ["units/ward-1", "units/ward-2"]
    assert over_time(moved, "archive_code") == ["A-2", ""]  # it left its place
    assert [over_time(moved, name) for name in ("archive", "record_code")] == [["his"], []]
    assert {("receiving_unit", "units/ward-1"), ("handling_unit", "units/ward-2")} <= related(moved)
    refused = dossiers[exported.found["refused"]]
    assert ("root", exported.found["moved"]) in related(refused)
    assert over_time(refused, "root") == [exported.found["refused"], exported.found["moved"]]


async def test_units_and_services_have_their_names(exported: Exported) -> None:
    log = await exported.log(lang="vi_VN.UTF-8")
    units = {key: over_time(each, "name") for key, each in of_type(log, "unit").items()}
    assert units == {"units/ward-1": ["Phường 1"], "units/ward-2": ["Phường 2"]}
    [service] = of_type(log, "service").values()
    assert over_time(service, "name") == ["Đăng ký khai sinh"]
    assert list(of_type(log, "officer")) == [f"officers/{OPERATOR}"]


async def test_only_closed_ones_and_those_of_a_unit_are_chosen(exported: Exported) -> None:
    whole, closed = await exported.log(), await exported.log("--closed")
    named = exported.found
    listed = {named[word] for word in ("moved", "withdrawn", "refused", "open")}
    assert of_type(whole, "dossier").keys() == listed
    assert of_type(closed, "dossier").keys() == listed - {named["open"]}
    ward_1 = await exported.log("--closed", "--unit", "ward-1")
    # Of the root, which is at ward 2 now, nothing but that it is there.
    assert of_type(ward_1, "dossier")[named["moved"]] == {"id": named["moved"], "type": "dossier"}
    assert events_of(ward_1, named["moved"]) == []
    assert len(events_of(ward_1, named["withdrawn"])) == 2
    assert events_of(await exported.log("--tasks"), named["moved"]) == []


async def test_a_table_has_a_row_for_each_dossier(exported: Exported, tmp_path: Path) -> None:
    path = tmp_path / "dossiers.csv"
    done = await exported.run("--closed", "-o", path)
    assert done.code == 0, done.err
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))}
    names = {word: name.rpartition("/")[2] for word, name in exported.found.items()}
    assert rows.keys() == {names[word] for word in ("moved", "withdrawn", "refused")}
    moved, refused = rows[names["moved"]], rows[names["refused"]]
    expected = {
        "status": "RESULT_READY", "service": "birth", "level": "3", "receiving_unit": "ward-1",
        "handling_unit": "ward-2", "verdict": "EARLY", "archive_code": "", "archive": "his",
        "erased": "NO", "due": "2096-10-02T14:06:40+07:00",
    }  # fmt: skip
    assert {key: moved[key] for key in expected} == expected
    assert [each["cause"] for each in json.loads(moved["pauses"])] == ["PAUSE_CAUSE_SUPPLEMENT"]
    assert (refused["status"], refused["root"], refused["end_time"]) == (
        "REFUSED", names["moved"], "",
    )  # fmt: skip


async def test_a_log_of_closed_dossiers_is_read_again(exported: Exported, tmp_path: Path) -> None:
    path = tmp_path / "log.xes"
    done = await exported.run("--format", "xes", "--closed", "-o", path)
    assert done.code == 0, done.err
    assert xes_schema.faults(path.read_text()) == []
    rows = [row for _, row in xes_rows(path)]
    assert len({row["case:motcua:dossier"] for row in rows}) == 3
    assert len(rows) == 10 + 2 + 3


async def test_a_case_log_has_a_line_for_each_step_that_holds(exported: Exported) -> None:
    done = await exported.run("--format", "log")
    assert done.code == 0, done.err
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["id"] for row in rows} == {
        name.rpartition("/")[2] for word, name in exported.found.items() if word != "void"
    }
    steps = {word: steps_of(rows, name) for word, name in exported.found.items()}
    assert [row["step"] for row in steps["moved"]] == [
        "submitted", "accepted", "processing", "supplement_requested", "processing", "assignment",
        "transfer", "result_ready", "archiving", "handover",
    ]  # fmt: skip
    assert [row["step"] for row in steps["refused"]] == ["submitted", "refused"]
    moved = steps["moved"]
    alike = ("service", "unit", "receiving_unit", "handling_unit", "channel", "due", "root")
    assert {tuple(row[name] for name in alike) for row in moved} == {
        ("birth", "ward-1", "ward-1", "ward-1", "ONLINE", "2096-10-02T14:06:40+07:00", "")
    }
    assert (moved[3]["reason_code"], moved[3]["documents"]) == ("law-7", '["id-card"]')
    assert (moved[6]["to_unit"], moved[8]["archive_code"], moved[9]["archive"]) == (
        "ward-2", "A-2", "his",
    )  # fmt: skip
    assert steps["refused"][0]["root"] == moved[0]["id"]
    assert steps["void"] == []


def steps_of(rows: list[dict[str, str]], name: str) -> list[dict[str, str]]:
    return [row for row in rows if row["id"] == name.rpartition("/")[2]]


@pytest.mark.parametrize("form", ["csv", "log", "xes", "ocel"])
async def test_no_format_has_personal_data(exported: Exported, form: str) -> None:
    done = await exported.run("--format", form)
    assert (done.code, "Nguyễn" in done.out, "full_name" in done.out) == (0, False, False), done.err


def officer(exported: Exported, monkeypatch: pytest.MonkeyPatch, subject: str = OPERATOR) -> None:
    """The commands that follow are his."""
    token = issue_token(exported.stack.data_dir, "officer", "units/district", subject=subject)
    monkeypatch.setenv("MOTCUA_TOKEN", token)


PERSONAL = ("--personal", "--unit", "district", "--purpose")


@pytest.mark.parametrize("form", ["csv", "xes", "ocel"])
async def test_an_officer_on_duty_exports_who_applied_and_each_is_a_reading(
    exported: Exported, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    officer(exported, monkeypatch)
    path, purpose = tmp_path / "out", f"handover-{form}"
    done = await exported.run(*PERSONAL, purpose, "--format", form, "-o", path)
    assert done.code == 0, done.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8-sig")
    assert (text.count("Nguyễn Văn 0"), text.count("ERASED")) == (3, 1)
    assert await exported.readings(purpose) == sorted(
        exported.found[word] for word in ("moved", "withdrawn", "refused", "open")
    )
    if form == "ocel":
        assert faults(json.loads(text)) == []
    if form == "csv":
        rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
        moved, gone = (
            rows[exported.found[word].rpartition("/")[2]] for word in ("moved", "withdrawn")
        )
        assert (moved["personal_data"], moved["full_name"]) == ("SEALED", "Nguyễn Văn 0")
        assert (gone["personal_data"], gone["full_name"], gone["erased"]) == ("ERASED", "", "YES")


async def test_who_may_not_read_personal_data_writes_and_opens_nothing(
    exported: Exported, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    officer(exported, monkeypatch, subject="officer.nowhere")
    path = tmp_path / "out.csv"
    done = await exported.run(*PERSONAL, "curiosity", "-o", path)
    assert (done.code, "OFFICER_NOT_ON_DUTY" in done.err) == (4, True), done.err
    assert list(tmp_path.iterdir()) == []
    assert await exported.readings("curiosity") == []
