"""Where a command works and as whom: options, then the environment, then the context in use.

Against a naive list of all that is stated. Must not start anything.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import hypothesis.strategies as st
import pytest
from click.testing import CliRunner
from hypothesis import given

from deploy.embedded.services import CALLERS, passed_on
from services.console.__main__ import COMMANDS, main
from services.console.outcome import Mistake
from services.console.portal.addresses import SERVICES, Address, addresses
from services.console.portal.contexts import Context, Contexts
from services.console.portal.location import VALUES, Location, chosen, environment
from services.console.portal.private_files import Given
from tests.certified import Certified

ROOT = Path(__file__).resolve().parents[2]
PAIRS = [("data", "server"), ("data", "context"), ("server", "context")]
STATED = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["", "server", "context"]),
        **{name: st.booleans() for name in VALUES},
    }
)


def options(of: str, stated: dict[str, Any], **more: Any) -> Location:
    """What one layer says; every value tells whose it is."""
    place = {stated["place"]: f"{of}-{stated['place']}"} if stated["place"] else {}
    values = {name: Given(of, value=f"{of}-{name}") for name in VALUES if stated[name]}
    return Location(**{**place, **values, **more})


def context(name: str, stated: dict[str, Any]) -> Context:
    files = {each: f"/{name}/{each}" for each in VALUES if stated[each]}
    return Context(name, server=f"{name}-server", **files)


@given(ours=STATED, around=STATED, kept=STATED, current=st.booleans())
def test_each_value_is_of_the_first_that_states_it_and_a_contexts_only_for_its_server(
    ours: dict[str, Any], around: dict[str, Any], kept: dict[str, Any], current: bool
) -> None:
    names = ("option-context", "variable-context", "current")
    contexts = Contexts({each: context(each, kept) for each in names}, "current" * current)
    found = chosen(options("option", ours), options("variable", around), contexts)
    stated = [(name, layer["place"]) for name, layer in (("option", ours), ("variable", around))]
    places = [(name, place) for name, place in stated if place]
    by, place = (*places, ("current", "context" if current else ""))[0]
    used = {"": "", "server": ""}.get(place, by if by == "current" else f"{by}-context")
    assert found.server == {"": "", "server": f"{by}-server"}.get(place, f"{used}-server")
    assert (found.context.name if found.context else "") == used
    for name in VALUES:
        layers = [("option", ours), ("variable", around)]
        first = [f"{layer}-{name}" for layer, said in layers if said[name]]
        first += [f"/{used}/{name}"] * bool(used and kept[name])
        value = getattr(found, name)
        assert (value and (value.value or str(value.path))) == (first[0] if first else None)


@pytest.mark.parametrize("two", PAIRS)
def test_a_layer_that_names_two_places_is_a_mistake(two: tuple[str, str]) -> None:
    both = Location(**{name: Path("x") if name == "data" else "x" for name in two})
    for layers in ((both, Location()), (Location(data=Path("y")), both)):
        with pytest.raises(Mistake, match="each say where"):
            chosen(*layers, Contexts())


def test_a_context_that_was_never_added_is_named_with_those_that_were() -> None:
    known = Contexts({"city": Context("city", server="a")})
    with pytest.raises(Mistake, match="no context town; known: city"):
        chosen(Location(context="town"), Location(), known)
    assert chosen(Location(context="local"), Location(server="b"), known).server == ""


def test_a_token_stands_in_a_variable_or_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("in.a.file\n")
    both = environment({"MOTCUA_TOKEN": "in.a.variable", "MOTCUA_TOKEN_FILE": str(file)})
    only = environment({"MOTCUA_TOKEN": "", "MOTCUA_TOKEN_FILE": str(file)})
    assert [each.token and each.token.text() for each in (both, only)] == [
        "in.a.variable",
        "in.a.file",
    ]
    assert "in.a" not in repr(both)
    file.write_text("two\nlines")
    with pytest.raises(Mistake, match="MOTCUA_TOKEN_FILE holds nothing that can be used"):
        assert only.token is None or only.token.text()


def test_a_token_on_the_command_line_is_refused_and_not_shown() -> None:
    with pytest.raises(Mistake, match="--token names a file") as refused:
        Given("--token", path=Path("eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl")).text()
    assert "eyJ" not in str(refused.value)


def test_what_the_caller_is_told_by_is_not_passed_on_to_a_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in CALLERS:
        monkeypatch.setenv(name, "of the caller")
        monkeypatch.setenv(f"{name}_FILE", "/of/the/caller")
    assert [value for value in passed_on().values() if "caller" in value] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("motcua.example.vn", {"": ("motcua.example.vn:443", "")}),
        ("https://127.0.0.1:8443", {"": ("127.0.0.1:8443", "https")}),
        ("localhost:7000", {"": ("localhost:7000", "")}),
        ("[::1]:7000", {"": ("[::1]:7000", "")}),
        ("http://gateway.internal", {"": ("gateway.internal:80", "http")}),
        (
            "catalog=10.0.0.1:1,submissions=https://10.0.0.2:2/,metrics=http://10.0.0.3:3",
            {
                "catalog": ("10.0.0.1:1", ""),
                "submissions": ("10.0.0.2:2", "https"),
                "metrics": ("10.0.0.3:3", "http"),
            },
        ),
        ("127.0.0.1:1,127.0.0.1:2", {"": ("ipv4:127.0.0.1:1,127.0.0.1:2", "")}),
    ],
)
def test_a_server_is_one_address_or_one_for_each_service(
    text: str, found: dict[str, tuple[str, str]]
) -> None:
    expected = {name: Address(*found.get(name, found.get("", ("", "")))) for name in SERVICES}
    assert addresses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a:0",
        "a:65536",
        "ftp://a",
        "a b",
        "catalog=a",
        "catalog=a,submissions=b,metrics=c,pages=d",
        "catalog=a,submissions=b,metrics=",
        "a:1,http://a:2",
        "a:1,b:2",
        "https://user:secret@a",
    ],
)
def test_another_form_is_a_mistake_that_says_how_it_is_written(text: str) -> None:
    with pytest.raises(Mistake, match="--server") as refused:
        addresses(text)
    assert "secret" not in refused.value.message


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user who has nothing yet."""
    for name in (*CALLERS, "MOTCUA_CA", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def called(*words: object) -> tuple[int, str]:
    """A command's code, and all that it wrote."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


def test_contexts_are_added_used_listed_and_removed(home: Path) -> None:
    authority, token = Certified(home).ca, home / "token"
    token.touch()
    add = ("context", "add", "city", "--server", "motcua.example.vn")
    assert called(*add, "--ca", authority, "--token", token)[0] == 0
    assert called("context", "add", "test", "--server", "localhost:1", "--use")[0] == 0
    assert [line.split() for line in called("context", "list")[1].splitlines()][1:] == [
        ["city", "motcua.example.vn"],
        ["*", "test", "localhost:1"],
    ]
    kept = home / ".config" / "motcua" / "contexts.json"
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert called("context", "use", "city")[0] == 0
    document = json.loads(called("context", "list", "--json")[1])
    assert [(each["name"], each["current"]) for each in document] == [
        ("city", True),
        ("test", False),
    ]
    assert Contexts.of_user().known["city"].ca == authority
    assert called("context", "remove", "city")[0] == 0
    assert (Contexts.of_user().current, *Contexts.of_user().known) == ("", "test")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add", "local", "--server", "a"), "and not local"),
        (("add", "Thành phố", "--server", "a"), "a context is named by"),
        (("add", "city", "--server", "a b"), "--server is written"),
        (("add", "city", "--server", "a", "--ca", "/none"), "--ca: /none is not there"),
        (("add", "city", "--server", "a", "--issuer", "https://b"), "--issuer and --client-id"),
        (("add", "city", "--server", "a", "--ca", __file__), "certificate"),
        (("use", "city"), "there is no context city; known: none"),
        (("remove", "local"), "nothing to remove"),
    ],
)
def test_what_cannot_be_used_is_not_kept(home: Path, words: tuple[str, ...], message: str) -> None:
    code, output = called("context", *words)
    assert (code, message in output) == (2, True), output
    assert not (home / ".config").exists()


def test_what_others_can_read_is_refused(home: Path) -> None:
    called("context", "add", "city", "--server", "a", "--use")
    (home / ".config" / "motcua" / "contexts.json").chmod(0o644)
    code, output = called("rates")
    assert (code, "others may read" in output) == (2, True)


@pytest.mark.parametrize(
    "words", [("up",), ("demo",), ("fsck",), ("rebuild", "metrics"), ("token",), ("reader", "list")]
)
def test_what_needs_the_stacks_directory_says_so_where_a_server_is_meant(
    home: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if words[0] != "reader":  # whose --server is where readers find NATS
        code, output = called(*words, "--server", "a")
        assert (code, "runs where the services run; it takes no --server" in output) == (2, True)
    monkeypatch.setenv("MOTCUA_SERVER", "a.example.vn")
    code, output = called(*words)
    assert (code, "MOTCUA_SERVER names a.example.vn. Name the directory" in output) == (2, True)
    monkeypatch.delenv("MOTCUA_SERVER")
    called("context", "add", "city", "--server", "a.example.vn", "--use")
    assert "the context city names a.example.vn" in called(*words)[1]


def test_a_user_without_a_home_has_no_contexts_and_cannot_keep_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError()))
    assert Contexts.of_user() == Contexts()
    assert "set HOME" in called("context", "add", "city", "--server", "a")[1]
    assert os.environ.get("XDG_CONFIG_HOME") is None


def options_of(command: click.Command) -> set[str]:
    """Of a command, or of all in a group."""
    if isinstance(command, click.Group):
        return set[str]().union(*map(options_of, command.commands.values()))
    return {option for each in command.params for option in each.opts}


def test_every_command_is_a_client_anywhere_or_is_said_to_run_where_the_services_run() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    [line] = re.findall(r"^(`up`, .*) run where the services run", page, re.MULTILINE)
    group = click.Context(main)
    every = {name: options_of(command) for name in COMMANDS if (command := known(group, name))}
    here = {
        name for name, options in every.items() if "--data" in options and "--ca" not in options
    }
    assert here | {"envoy", "provision"} == set(re.findall("`([a-z-]+)`", line))
    anywhere = {name for name, options in every.items() if {"--server", "--streams"} <= options}
    assert anywhere >= {"rates", "verify", "park", "import", "export", "audit", "whoami"}
    assert not here & anywhere


def known(group: click.Context, name: str) -> click.Command | None:
    found: click.Command | None = main.get_command(group, name)
    return found
