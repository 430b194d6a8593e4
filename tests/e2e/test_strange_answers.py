"""What a command makes of answers that a newer, broken or hostile server gives: numbers of
enumerations that nobody knows, days that there are not, absent parts, lists of other lengths.

Promises that each command that reads shows them or says which field it does not understand, in its
documented exit code, and never ends in a traceback. No stack: a stand-in answers anything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from google.protobuf import descriptor_pool
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2, status_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import Membership
from motcua.submissions.v1 import counter_pb2 as counters
from services.console.__main__ import main
from services.console.portal import enums
from services.console.portal.answers import NEEDED
from services.console.portal.client import Portal
from services.console.portal.patience import Patience
from tests.certified import Certified
from tests.e2e.stand_in import Maker, StandIn, stand_in

ENDS = {0, 1, 2, 3, 4}
MONTH = "--from 2026-03 --to 2026-05"
EXPORTED = ("units", "services", "offerings", "targets", "officers", "calendars", "plans")
BOTH = (  # for people and for programs
    "lineage units/a --at 2026-03-01", "dossier dossiers/12", "due", "queue units/a",
    "petition 12", "petitions", "definitions", "definitions online_handling", "rates",
    f"rates --by unit --across level {MONTH}", f"rates --estimated {MONTH}",
    "league online_handling --from 2026-03", "score par.services --from 2026-03",
    "reconcile 2026-03", "explain online_handling --from 2026-03", "published",
    "revisions publications/a", "revisions publications/a --items 1", "nation members",
    "nation figures 2026-03", "asserted", "asserted a", "inspections", "inspections a", "audit",
    "status", "source list", "whoami", "levels --by unit --items",
    "calendar show --unit units/a --from 2026-02-16 --to 2026-02-18",
    "calendar show --calendar vn --from 2026-02-16 --to 2026-02-18",
    f"draft draft.toml --beside online_handling {MONTH}",
    "publish 2026-03 --definition online_handling --dry-run", "compare receipt.json other.json",
)  # fmt: skip
OTHERS = (
    "park", "verify receipt.json", "compare receipt.json",
    *(f"export --kind {kind}" for kind in EXPORTED),
    *(f"export --kind dossiers --format {form}" for form in ("csv", "log", "xes", "ocel")),
    "export --kind services --format jsonld",
    *(
        f"report 2026-03 --unit a --key report.key --certificate report.crt --format {form}"
        for form in ("csv", "html", "json")
    ),
)  # fmt: skip
READING = [*(f"{words}{form}" for words in BOTH for form in ("", " --json")), *OTHERS]


RECEIPT = json.dumps(
    {
        "definition": "online_handling", "version": 1, "unit": "", "service": "", "alone": False,
        "filters": {}, "units_time": None, "period": "2026-03", "from": "2026-03-01",
        "to": "2026-04-01", "zone": "Asia/Ho_Chi_Minh", "numerator": 1, "denominator": 2,
        "excluded": {}, "unknown": 0, "considered": 2, "assisted": 0, "not_attributable": 0,
        "provisional": False, "as_of": "2026-04-01T00:00:00Z", "positions": {"catalog": 1},
        "digest": "a2b4", "definition_digest": "a2b4", "buckets": None,
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[StandIn, str]]:
    with stand_in() as running:
        yield running


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a user stands, with the files that commands name."""
    for name in [name for name in os.environ if name.startswith(("MOTCUA_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    Certified(tmp_path).issue("report")
    (tmp_path / "draft.toml").write_text("[definition]\n")
    for name in ("receipt.json", "other.json"):
        (tmp_path / name).write_text(RECEIPT)
    return tmp_path


def run(server: tuple[StandIn, str], words: str) -> Result:
    return CliRunner().invoke(main, [*words.split(), "--server", server[1]], prog_name="motcua")


@pytest.mark.parametrize("words", READING)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), odd=st.sampled_from((0.0, 0.02, 0.2)))
def test_no_answer_that_its_contract_allows_ends_in_a_traceback(
    server: tuple[StandIn, str], words: str, seed: int, odd: float
) -> None:
    server[0].maker, server[0].raw = Maker(seed, odd), None
    done = run(server, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.exit_code in ENDS, done.output


@pytest.mark.parametrize("raw", [b"\xff" * 9, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x05ab"])
@pytest.mark.parametrize("words", ["rates", "explain online_handling --from 2026-03", "queue a"])
def test_what_is_no_message_at_all_is_said_so(
    server: tuple[StandIn, str], words: str, raw: bytes
) -> None:
    server[0].raw = raw
    done = run(server, words)
    assert (done.exit_code, "malformed protobuf" in done.stderr) == (3, True), done.output


@pytest.mark.parametrize("words", ["explain online_handling --from 2026-03", "asserted a"])
def test_an_answer_without_anything_is_an_error_that_names_the_field(
    server: tuple[StandIn, str], words: str
) -> None:
    server[0].raw = b""
    done = run(server, words)
    assert done.exit_code == 3, done.output
    assert "absent" in done.stderr


@pytest.mark.parametrize(("locale", "said"), [("C.UTF-8", "day (2026-2-31)"), ("vi_VN", "Không")])
def test_a_day_that_there_is_not_is_named_in_both_languages(
    server: tuple[StandIn, str], monkeypatch: pytest.MonkeyPatch, locale: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    answer = counters.ListTicketsResponse(tickets=[{"day": {"year": 2026, "month": 2, "day": 31}}])
    server[0].raw = answer.SerializeToString()
    done = run(server, "queue units/a")
    assert done.exit_code == 3, done.output
    assert "ListTicketsResponse.tickets[0].day" in done.stderr
    assert said in done.stderr


def test_a_state_of_a_newer_server_is_shown_as_its_number(server: tuple[StandIn, str]) -> None:
    day = {"year": 2026, "month": 3, "day": 2}
    answer = counters.ListTicketsResponse(tickets=[{"number": "A-1", "day": day}])
    answer.tickets[0].state = 77  # type: ignore[assignment]
    server[0].raw = answer.SerializeToString()
    assert json.loads(run(server, "queue a --json").stdout)["tickets"][0]["state"] == (
        "unrecognized_77"
    )
    assert "(77)" in run(server, "queue a").stdout


@pytest.mark.parametrize("delay", [None, 2**62, -5])
def test_details_of_a_refusal_that_cannot_be_are_left_out(
    server: tuple[StandIn, str], monkeypatch: pytest.MonkeyPatch, delay: int | None
) -> None:
    monkeypatch.setattr(Portal, "patience", Patience(away=0.5))
    status = status_pb2.Status(code=8, message="no more")
    if delay is not None:
        info = error_details_pb2.RetryInfo()
        info.retry_delay.seconds = delay
        status.details.add().Pack(info)
    monkeypatch.setattr(
        server[0], "refusal", b"\xff" * 9 if delay is None else status.SerializeToString()
    )
    done = run(server, "rates")
    assert (done.exit_code, "no more" in done.stderr) == (4 if delay is None else 3, True)


def test_words_of_enumerations_are_those_of_the_contract_without_what_they_share() -> None:
    assert enums.code(Membership, 0) == "unspecified"
    assert enums.spelled(Membership, 0) == ""
    assert enums.capital(Membership, 1) == Membership.Name(1).removeprefix("MEMBERSHIP_")
    of = Membership.DESCRIPTOR
    for number in (1, 77):
        assert enums.code(enums.described(of), number) == enums.code(Membership, number)


def test_needed_parts_are_fields_of_their_messages() -> None:
    for name, fields in NEEDED.items():
        kind = descriptor_pool.Default().FindMessageTypeByName(name)
        made = GetMessageClass(kind)()
        assert [field for field in fields if not hasattr(made, field)] == [], name
