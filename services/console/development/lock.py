"""`./motcua lock`: write requirements.lock anew from pyproject.toml.

Promises hashes, wheels only, every group, and no address of a registry: that is whatever pip is
configured for. Must not install anything; the next `./motcua` does.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
FLAGS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--only-binary=:all:",
    "--emit-build-options",
    "--custom-compile-command=./motcua lock",
    "--quiet",
)


@click.command()
@click.option("--upgrade", is_flag=True, help="Take newer versions where the ranges allow them.")
def lock(upgrade: bool) -> None:
    """Resolve the dependencies again."""
    newer = ["--upgrade"] if upgrade else []
    groups = [f"--group={name}" for name in project()["dependency-groups"]]
    words = ["pyproject.toml", *groups, *FLAGS, *newer, "--output-file=requirements.lock"]
    command = [str(BIN / "uv"), "pip", "compile", f"--python-version={oldest_python()}", *words]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode)


def project() -> dict[str, dict[str, str]]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def oldest_python() -> str:
    """The first version that must be able to install."""
    return project()["project"]["requires-python"].removeprefix(">=").partition(",")[0]


def environment() -> dict[str, str]:
    """uv does not read pip's configuration, so the index that pip would ask is handed over."""
    asking = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    answer = subprocess.run(asking, capture_output=True, text=True, check=False).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL") or answer
    return {**({"UV_DEFAULT_INDEX": index} if index else {}), "UV_SYSTEM_CERTS": "1", **os.environ}
