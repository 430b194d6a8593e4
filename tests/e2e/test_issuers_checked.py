"""`./motcua issuers`: all that is wrong with a file, in the reader's words, or who may grant what.

No service: a file is checked before one reads it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.console.commands.issuers import issuers
from tests.chassis.issuing import stated, toml

FAULTY = toml(
    stated(algorithms=["HS256"], audiences=None),
    stated(name="other", url="ftp://x", allow=[], clock_skew_seconds=1000),
)


def run(path: Path, text: str, *words: str, language: str = "en") -> Any:
    path.write_text(text, encoding="utf-8")
    env = {"LC_ALL": f"{language}_XX.UTF-8"}
    return CliRunner(env=env).invoke(issuers, [str(path), *words])


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "is a required property"), ("vi", "issuer city: thiếu audiences")],
)
def test_every_fault_is_named_at_once(tmp_path: Path, language: str, said: str) -> None:
    found = run(tmp_path / "issuers.toml", FAULTY, language=language)
    assert found.exit_code == 1
    for place in (
        "issuer city: ",
        "issuer city.algorithms.0: ",
        "issuer other.url: ",
        "issuer other: ",
        "issuer other.clock_skew_seconds: ",
    ):
        assert place in found.output
    assert said in found.output


def test_what_follows_from_several_parts_is_named_in_both_languages(tmp_path: Path) -> None:
    grant = {"claim": "c", "value": "{a}{b}", "role": "editor", "unit": "*"}
    text = toml(stated(url="http://city.example", grant=[grant], token_types=["JWT"]), stated())
    found = run(tmp_path / "issuers.toml", text, "--json")
    faults = json.loads(found.stdout)["faults"]
    assert [each["place"] for each in faults] == [
        "",
        "issuer city.url",
        "issuer city.required",
        "issuer city.grant.0.role",
        "issuer city.grant.0.value",
    ]
    assert all(each["vi"] != each["en"] for each in faults)


def test_of_a_sound_file_it_says_who_may_grant_what(tmp_path: Path) -> None:
    found = run(tmp_path / "issuers.toml", toml(stated()), "--json")
    assert found.exit_code == 0
    [city] = json.loads(found.stdout)["issuers"]
    assert city["allow"] == [
        {"role": "officer", "unit": "units/city"},
        {"role": "leader", "unit": "units/city"},
    ]


def test_an_issuer_that_cannot_be_asked_is_a_fault(tmp_path: Path) -> None:
    text = toml(stated(url="http://127.0.0.1:1"))
    found = run(tmp_path / "issuers.toml", text, "--fetch", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["issuers"][0]["problem"]
