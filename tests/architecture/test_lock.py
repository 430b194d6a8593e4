"""The lock files: complete, hashed, and without the address of any registry.

Promises that an installation from it is the same everywhere. Must not need a network or the
installed packages.
"""

import json
import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NPM = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
FOREIGN = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "pdm.lock", "yarn.lock"}


def entries() -> dict[str, tuple[str, int]]:
    """Package → locked version and number of hashes."""
    blocks = re.findall(r"(?ms)^([A-Za-z0-9._-]+)==(\S+)(.*?)(?=^\S|\Z)", LOCK)
    return {name: (version, rest.count("--hash=sha256:")) for name, version, rest in blocks}


def declared() -> list[Requirement]:
    """Everything that pyproject.toml asks for."""
    groups = PROJECT["dependency-groups"].values()
    lines = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    return [Requirement(line) for line in [*lines, *(line for group in groups for line in group)]]


def test_no_address_is_in_the_lock() -> None:
    assert "://" not in LOCK
    assert not re.search(
        r"^\s*(--index-url|--extra-index-url|--find-links|-i|-f) ", LOCK, flags=re.MULTILINE
    )


def test_every_entry_is_exact_and_hashed() -> None:
    starts = [line for line in LOCK.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(starts) == len(entries()) > 50
    assert [name for name, (_, hashes) in entries().items() if not hashes] == []


def test_only_wheels_are_installed() -> None:
    assert re.search(r"^--only-binary :all:$", LOCK, flags=re.MULTILINE)


def test_every_declared_dependency_is_locked_at_a_fitting_version() -> None:
    locked = entries()
    versions = {wanted: locked[canonicalize_name(wanted.name)][0] for wanted in declared()}
    assert [str(each) for each, version in versions.items() if version not in each.specifier] == []


def test_no_lock_of_another_tool_is_in_the_tree() -> None:
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [path for path in listed.stdout.splitlines() if Path(path).name in FOREIGN] == []


def test_npm_packages_are_exact_hashed_and_without_an_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = {path.removeprefix("node_modules/"): each for path, each in NPM["packages"].items()}
    assert wanted == {name: locked[name]["version"] for name in wanted}
    packages = [each for path, each in locked.items() if path]
    assert all(each["integrity"].startswith("sha512-") for each in packages)
    assert not any("resolved" in each for each in packages)


def test_examples_take_what_the_suite_tries_them_with() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    for package in ROOT.glob("examples/*/package.json"):
        taken = json.loads(package.read_text(encoding="utf-8")).get("dependencies", {})
        assert taken.items() <= wanted.items(), package
