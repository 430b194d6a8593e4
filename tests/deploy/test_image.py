"""What an image installs: all that services import, and nothing of tests, checks or servers.

Reads the lock, the installed packages and the sources; builds no image.
"""

import ast
import importlib.metadata
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.image.runtime import LEFT_OUT, blocks, needed, runtime
from tests.deploy.manifests import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
IMAGE = (ROOT / "deploy" / "image" / "Containerfile").read_text("utf-8")
SERVED = [
    path
    for path in sorted((ROOT / "services").rglob("*.py"))
    if "console" not in path.relative_to(ROOT).parts
]


@cache
def closure() -> set[str]:
    """By what the installed packages say of themselves."""
    found: set[str] = set()
    wanted = {Requirement(line) for line in PROJECT["project"]["dependencies"]}
    more = [each for each in wanted if canonicalize_name(each.name) not in LEFT_OUT]
    while more:
        each = more.pop()
        extras = {"", *each.extras}
        found.add(canonicalize_name(each.name))
        for line in importlib.metadata.requires(each.name) or []:
            asked = Requirement(line)
            here = asked.marker is None or any(asked.marker.evaluate({"extra": x}) for x in extras)
            if here and canonicalize_name(asked.name) not in found:
                more.append(asked)
    return found


def test_the_lock_says_the_same_as_the_packages() -> None:
    assert {canonicalize_name(each) for each in needed(LOCK)} == closure()


def test_an_image_has_no_tests_no_checks_and_no_server() -> None:
    installed = {name for name, _ in blocks(runtime(LOCK))}
    assert installed == needed(LOCK)
    others = {"click"}  # uvicorn needs it, too
    unwanted = {"pytest", "mypy", "ruff", "uv", "pip", "hypothesis", *LEFT_OUT} - others
    assert not installed & unwanted
    assert runtime(LOCK).count("--hash=sha256:") > len(installed)
    assert runtime(LOCK).startswith("--only-binary :all:\n")


def imported(path: Path) -> set[str]:
    """Which packages a module imports, by the first part of their names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"services", "motcua", "deploy"}


def test_an_image_has_whatever_services_import() -> None:
    every = importlib.metadata.packages_distributions()
    found = set[str]().union(*map(imported, SERVED))
    assert "grpc" in found
    installed = {canonicalize_name(each) for each in needed(LOCK)}
    missing = {
        name: every.get(name)
        for name in found
        if not installed & {canonicalize_name(each) for each in every.get(name, [])}
    }
    assert missing == {}


def test_an_image_runs_as_nobody_and_names_no_registry() -> None:
    users = re.findall(r"^USER (\d+):(\d+)$", IMAGE, re.MULTILINE)
    assert users == [("65532", "65532")]
    bases = re.findall(r"^ARG (?:BUILD_)?BASE=(\S+)$", IMAGE, re.MULTILINE)
    assert not any("." in each.partition("/")[0].partition(":")[0] for each in bases)
    assert "://" not in IMAGE
    assert "--require-hashes" in IMAGE
