"""`./motcua reasons`: write down every reason of refusal, for developers of portals.

Two files of one content: docs/reasons.json for programs, docs/reasons.md for people. A process of
its own reads them from the code: the console imports no service.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).resolve().parents[3] / "docs"
SERVICES = 3
OPENING = """# Reasons of refusal

Every `reason` that an error of the three services can carry, made from the code by
`./motcua reasons`; the same for programs is [reasons.json](reasons.json). What to do about a
status, and about the commonest reasons, stands in [calls.md](calls.md#errors).

- **of**: the services that refuse so.
- **metadata**: the keys of `ErrorInfo.metadata`. A key with `_vi` or `_en` is a word for the text
  of that language; without it, what the contracts name, or nothing where the caller is not told
  (the `unit` of `NOT_PERMITTED`).
- **repeat** (in the JSON): by its status the same request, with the same request id, may succeed
  later by itself. So it may whenever there is a `RetryInfo`.

| reason | status | of | metadata | vi | en |
|---|---|---|---|---|---|
"""


@click.command()
def reasons() -> None:
    """Write docs/reasons.md and docs/reasons.json from the code."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


def is_fresh() -> bool:
    """Whether both files are what the code of now gives."""
    stale = [name for name, text in pages().items() if not has(DOCS / name, text)]
    for name in stale:
        click.echo(f"not fresh: docs/{name} (run ./motcua reasons)")
    return not stale


def has(path: Path, text: str) -> bool:
    """Whether a file is there, with this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def pages() -> dict[str, str]:
    """The files by their names in docs/."""
    listed = read()
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in listed)
    return {
        "reasons.json": f"[\n{lines}\n]\n",
        "reasons.md": OPENING + "".join(map(row, listed)),
    }


def read() -> list[dict[str, Any]]:
    """What `python -m services.refusals` prints."""
    command = [sys.executable, "-P", "-m", "services.refusals"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"the reasons cannot be read:\n{done.stderr}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def row(listed: dict[str, Any]) -> str:
    """A line of the table."""
    of = "all" if len(listed["services"]) == SERVICES else ", ".join(listed["services"])
    metadata = ", ".join(f"`{name}`" for name in listed["metadata"])
    cells = (f"`{listed['reason']}`", f"`{listed['status']}`", of, metadata)
    return f"| {' | '.join((*cells, cell(listed['vi']), cell(listed['en'])))} |\n"


def cell(text: str) -> str:
    """A text that ends no cell and begins no markup."""
    for mark in ("\\", "|", "*", "<", "_"):
        text = text.replace(mark, f"\\{mark}")
    return text
