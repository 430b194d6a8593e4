"""What `./motcua nation` shows and keeps, without a service: figures are made here.

Given a nation's figures and members, when somebody looks, then each city is named with why.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.embedded.accounts import ACCOUNTS, configuration, member
from deploy.embedded.directory import prepare
from deploy.embedded.leafnodes import Leafnodes, Remote
from deploy.embedded.readers import Readers
from motcua.metrics.v1 import federation_pb2 as api
from motcua.metrics.v1.federation_events_pb2 import MemberSuspended, StreamFault
from services.console.__main__ import main
from services.console.commands.nation import row, show_members
from services.console.display import national
from tests.metrics.given_national import City, asked

PAGE = (Path(__file__).parents[2] / "docs" / "federation.md").read_text(encoding="utf-8")
URL = "nats-leaf://nation:secret@hue.example:7422"


def figure() -> api.NationalFigure:
    """Of one city that published and one that did not."""
    hue = City("hue")
    hue.release(71, 100)
    return asked(hue, City("danang"))


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        (
            "vi_VN.UTF-8",
            ["71,0\u00a0%", "không có số liệu", "cả nước", "1 thành viên không có trong tổng"],
        ),
        ("en_US.UTF-8", ["71.0%", "no data", "nation", "1 member not in the sum"]),
    ],
)
def test_a_city_that_is_not_in_the_sum_is_named_in_words(
    spoken: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("LC_ALL", "LANG"):
        monkeypatch.setenv(name, spoken)
    monkeypatch.setenv("COLUMNS", "200")
    national.show([figure()], as_json=False)
    shown = capsys.readouterr().out
    assert all(each in shown for each in ("Hue", "Danang", "71", "100", *words))
    national.show([], as_json=False)
    assert capsys.readouterr().err


def test_a_sum_in_which_no_city_stands_shows_no_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    national.show([asked(City("danang"))], as_json=False)
    rows = capsys.readouterr().out.splitlines()
    [row] = [each for each in rows if "nation" in each]
    assert not re.search("[0-9]", row.split("│")[3] + row.split("│")[4])


def test_a_document_has_every_number_and_each_citys_part(
    capsys: pytest.CaptureFixture[str],
) -> None:
    national.show([figure()], as_json=True)
    [document] = json.loads(capsys.readouterr().out)
    assert (document["numerator"], document["percent"], document["complete"]) == (71, "71.0", False)
    assert document["positions"] == {"metrics": 7, "members/danang": 0, "members/hue": 1}
    danang, hue = document["contributions"]
    assert (danang["state"], danang["sequence"], danang["leaf"]) == ("no_data", 0, "")
    assert (hue["state"], hue["denominator"], hue["position"]) == ("comparable", 100, 1)


def test_every_state_has_words_and_stands_on_the_page() -> None:
    states = {
        name.removeprefix("STATE_") for name in api.Contribution.State.DESCRIPTOR.values_by_name
    }
    assert national.WORDS.keys() == states - {"UNSPECIFIED"}
    rows = dict(re.findall(r"^\| ([A-Z_]+) \| ([^|]+) \|", PAGE, re.MULTILINE))
    assert {name: vi for name, (vi, _) in national.WORDS.items()} == rows
    faults = {name.removeprefix("STREAM_FAULT_") for name in StreamFault.DESCRIPTOR.values_by_name}
    assert all(f"`{name}`" in PAGE for name in faults - {"UNSPECIFIED"})


def test_a_suspended_member_is_shown_with_its_fault(capsys: pytest.CaptureFixture[str]) -> None:
    hue = City("hue")
    fault = StreamFault.STREAM_FAULT_REWOUND
    hue.events.append(MemberSuspended(member=hue.name, fault=fault, sequence=4))
    assert row(hue.member)["state"] == "suspended: REWOUND at 4"
    show_members([hue.member], as_json=True)
    [shown] = json.loads(capsys.readouterr().out)
    assert (shown["from"], shown["to"], shown["heard"]) == ("2026-01-01", "", "")


def motcua(*words: object) -> Result:
    return CliRunner().invoke(main, ["nation", *map(str, words)])


def test_what_nats_joins_is_kept_apart_and_privately(data_dir: Path, tmp_path: Path) -> None:
    url = tmp_path / "hue.url"
    url.write_text(f"{URL}\n")
    here = ("--data", data_dir)
    assert motcua("join", "hue", "--url", url, *here).exit_code == 0
    assert motcua("listen", "127.0.0.1:7422", *here).exit_code == 0
    known = Leafnodes(prepare(data_dir))
    section = known.configuration({"tls": {"cert_file": "c"}})
    assert section == {
        "listen": "127.0.0.1:7422",
        "tls": {"cert_file": "c"},
        "remotes": [{"urls": [URL], "account": "member-hue"}],
    }
    known.join("danang", Remote([URL], "/a/ca.crt"))
    [of_danang, _] = known.configuration({})["remotes"]
    assert of_danang["tls"] == {"ca_file": "/a/ca.crt"}
    assert (data_dir / "leafnodes.json").stat().st_mode & 0o777 == 0o600
    Readers(known.directory).configure(ACCOUNTS, {each.name: {} for each in ACCOUNTS})
    assert '"member-danang"' in (data_dir / "accounts.conf").read_text()
    assert motcua("leave", "hue", *here).exit_code == 0
    assert [each.name for each in known.accounts()] == ["member-danang"]
    assert motcua("leave", "hue", *here).exit_code == 2
    known.leave("danang")
    known.listen("")
    assert known.configuration({}) == {}


def test_a_member_s_account_offers_one_stream_to_metrics_alone() -> None:
    made = configuration([*ACCOUNTS, member("hue")], {each.name: {} for each in ACCOUNTS})
    account = made["member-hue"]
    assert (account["users"], account["imports"], "jetstream" in account) == ([], [], False)
    assert {each["service"].rpartition(".API.")[0] for each in account["exports"]} == {
        "JS.published"
    }
    assert all(each["accounts"] == ["metrics"] for each in account["exports"])
    joined = [each for each in made["metrics"]["imports"] if "JS.member-hue" in each.get("to", "")]
    assert len(joined) == len(account["exports"]) == 3
    others = [each for name, each in made.items() if name not in ("metrics", "member-hue")]
    assert "member-hue" not in json.dumps(others)


def test_a_day_or_a_file_that_is_none_is_a_mistake(data_dir: Path) -> None:
    words = ("admit", "hue", "--name", "Huế", "--from", "soon", "--key", "k", "--data", data_dir)
    assert motcua(*words).exit_code == 2
    assert motcua("verify", "2026-03", "--from", "hue", "--data", data_dir).exit_code == 2
