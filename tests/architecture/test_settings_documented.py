"""Every setting of a service reaches it through `./motcua up`, and stands in docs/operating.

Read from the classes of settings themselves: one that is added needs a row there, and nothing else.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.embedded.accounts import SERVICES
from deploy.embedded.defaults import DEFAULTS
from deploy.embedded.identity import ourselves
from deploy.embedded.secret_files import KEYRINGS
from deploy.embedded.services import OWNER, Service, Wiring
from deploy.embedded.stack import Stack

DOCS = Path(__file__).parents[2] / "docs" / "operating"
PAGE = "".join((DOCS / f"{each}.md").read_text(encoding="utf-8") for each in ("settings", "files"))
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
IN_FILES = ("MOTCUA_NATS_URL", "MOTCUA_TOKEN_KEYS")
NAMED = re.compile(r"`((?:MOTCUA|OTEL)_[A-Z_]+)`(\\\*)?")


def declared(service: str) -> dict[str, Field[Any]]:
    """The fields of a service's settings by their variables."""
    settings = importlib.import_module(f"services.{service}.settings").Settings
    return {each.metadata["variable"]: each for each in fields(settings)}


DECLARED = {service: declared(service) for service in SERVICES}
EVERY = {name: field for known in DECLARED.values() for name, field in known.items()}


def section(title: str) -> str:
    [found] = re.findall(rf"^##? {title}\n(.*?)(?=^##? |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def rows() -> dict[str, tuple[bool, str, str]]:
    """Of each setting in the table: starred, of which services, and what is said of it."""
    return {
        name: (bool(star), of, what)
        for named, of, what in ROW.findall(section("Settings"))
        for name, star in NAMED.findall(named)
    }


def started(service: str, root: Path) -> Service:
    """A service as the stack would start it."""
    directory = SimpleNamespace(root=root, log=lambda name: root / name, identity=ourselves())
    wiring = Wiring(
        dsn="decided", owner_dsn="decided", extra=Stack(root).stores(), defaults=DEFAULTS,
        files=dict.fromkeys([*IN_FILES, *KEYRINGS], root / "decided"),
    )  # fmt: skip
    ports = SimpleNamespace(of=lambda name: 1)
    return Service(service, directory=directory, wiring=wiring, ports=ports, lock=0)  # type: ignore[arg-type]


def stated(environment: Mapping[str, str], names: Iterable[str]) -> set[str]:
    """Which settings an environment decides, also by a file."""
    return {name for name in names if {name, f"{name}_FILE"} & environment.keys()}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in EVERY:
        monkeypatch.setenv(name, "of ours")
        monkeypatch.setenv(f"{name}_FILE", "/of/ours")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.usefixtures("said")
def test_up_passes_on_every_setting_that_it_does_not_decide(service: str, tmp_path: Path) -> None:
    started_ = started(service, tmp_path)
    environment = started_.program().environment
    decided = stated(started_.environment(), DECLARED[service]) | {OWNER}
    passed = {name for name in DECLARED[service] if environment.get(name) == "of ours"}
    assert passed == DECLARED[service].keys() - decided
    theirs = {name for name in DECLARED[service] if environment.get(f"{name}_FILE") == "/of/ours"}
    assert theirs == passed
    assert {name for name in passed if not rows()[name][0]} == set()
    assert {name for name in decided & rows().keys() if rows()[name][0]} == set()


def test_what_our_environment_does_not_say_has_the_stacks_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in EVERY:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOTCUA_TRACKING_PAGE_FILE", "/a/page")
    monkeypatch.setenv("MOTCUA_SCAN_COMMAND", "")  # files stay quarantined
    environment = started("submissions", tmp_path).program("migrate").environment
    assert environment["MOTCUA_TRUSTED_PROXIES"] == "127.0.0.1,::1"  # the pages of the stack
    assert environment["MOTCUA_TEST_PAYMENTS"] == DEFAULTS["MOTCUA_TEST_PAYMENTS"]
    assert environment["MOTCUA_TRACKING_PAGE_FILE"] == "/a/page"
    assert "MOTCUA_TRACKING_PAGE" not in environment
    assert (environment["MOTCUA_SCAN_COMMAND"], environment[OWNER]) == ("", "decided")


def test_the_table_has_every_setting_and_nothing_else() -> None:
    assert rows().keys() == EVERY.keys()
    first = re.findall(r"^\| .*? \|", section("Files"), re.MULTILINE)
    files = {name for name, _ in NAMED.findall("".join(first))}
    assert files
    assert files < DECLARED["submissions"].keys()


def test_no_setting_is_the_file_of_another() -> None:
    assert {f"{name}_FILE" for name in EVERY} & EVERY.keys() == set()


@pytest.mark.parametrize("name", EVERY)
def test_a_row_says_whose_a_setting_is_whether_it_is_required_and_its_default(name: str) -> None:
    having = [service for service in SERVICES if name in DECLARED[service]]
    _, of, what = rows()[name]
    assert of == ("every service" if having == list(SERVICES) else ", ".join(having))
    default = EVERY[name].default
    assert ("Required" in what) == (default is MISSING)
    if isinstance(default, timedelta):
        default = default / timedelta(days=1)
    if isinstance(default, int | float):
        lines = [line for line in PAGE.splitlines() if line.startswith("|") and f"`{name}`" in line]
        assert re.search(rf"\({default:.15g}[;) ]", "".join(lines)), default


def test_the_pages_have_a_table_of_their_own_settings(tmp_path: Path) -> None:
    having = importlib.import_module("services.pages.settings").Settings
    known = {each.metadata["variable"]: each for each in fields(having)}
    said = {
        name: (bool(star), line)
        for line in section("Settings of the pages").splitlines()
        for name, star in NAMED.findall(line.split(" | ")[0])
    }
    assert said.keys() == known.keys()
    required = {name for name, each in known.items() if each.default is MISSING}
    assert {name for name, (_, line) in said.items() if "Required" in line} == required
    stack = Stack(tmp_path)
    files = SimpleNamespace(ring=Path, password=lambda: tmp_path / "password")
    stack.files = files  # type: ignore[assignment]
    stack.directory = SimpleNamespace(root=tmp_path)  # type: ignore[assignment]
    stack.ports, stack.lock = SimpleNamespace(of=lambda name: 1), 1  # type: ignore[assignment]
    decided = stated(stack.made_pages().environment(), known)
    assert decided < known.keys()
    assert {name for name, (star, _) in said.items() if star} == known.keys() - decided
