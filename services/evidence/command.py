"""`python -m services.X fsck`: check log and stream, and say what is at fault and what to do.

Words: `--json`; `--keys` shows the public keys and ends; `--key KEY` also believes tree heads
signed by this key; `--tree-head FILE` holds the log against a note that was kept elsewhere.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.chassis import database, process
from services.chassis.bus import Bus
from services.chassis.mac import Mac
from services.chassis.process import Command
from services.chassis.settings import Settings
from services.evidence import signed_notes
from services.evidence.checking import Checked, Report
from services.evidence.comparison import LOG, Finding, Head
from services.evidence.signed_notes import Verifier
from services.evidence.tree_heads import Kind
from services.formats import several

FAULTY = 1  # the exit code when something is at fault
UNCHECKED = 69  # EX_UNAVAILABLE: an outage is no finding


def fsck(service: str, kind: Kind) -> Command[Settings]:
    """The command of one service, which states its tree heads so."""

    async def check(settings: Settings, words: Sequence[str]) -> None:
        asked = parsed(service, words)
        signers = signed_notes.signers(service, settings.log_keys)
        own = [signer.verifier for signer in signers]
        if asked.keys:
            sys.stdout.writelines(f"{each}\n" for each in own)
            return
        believed = [*own, *asked.key]
        try:
            report = await checked(service, settings, believed, asked.tree_head, kind)
        except Exception as error:  # noqa: BLE001 — whatever it is, nothing was found to be changed
            process.end(UNCHECKED, f"{service}: could not be checked: {error!r}")
        sys.stdout.write(as_json(report) if asked.json else "".join(lines(report)))
        sys.stdout.flush()
        if report.findings:
            sys.exit(FAULTY)

    return check


@dataclass(frozen=True)
class Asked:
    """The words of the command line."""

    json: bool
    keys: bool
    key: Sequence[Verifier]
    tree_head: Sequence[Path]


def parsed(service: str, words: Sequence[str]) -> Asked:
    """The words; a mistake ends the process."""
    parser = argparse.ArgumentParser(prog=f"{service} fsck", exit_on_error=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keys", action="store_true")
    parser.add_argument("--key", action="append", type=signed_notes.verifier, default=[])
    parser.add_argument("--tree-head", action="append", type=Path, default=[])
    try:
        return Asked(**vars(parser.parse_args(list(words))))
    except SystemExit as ended:
        sys.exit(process.MISUSED if ended.code else 0)


async def checked(
    service: str,
    settings: Settings,
    believed: Sequence[Verifier],
    files: Sequence[Path],
    kind: Kind,
) -> Report:
    """Connect, and check all of it once."""
    kept = [kept_head(service, file, believed) for file in files]
    bus = await Bus.connect(settings.nats_url, name=f"{service} fsck", tls=settings.nats_tls)
    try:
        async with await database.open_pool(settings.database_dsn) as pool:
            mac = Mac(service, settings.log_keys)
            return await Checked(service, pool, bus, mac, kind, believed).run(kept)
    finally:
        await bus.close()


def kept_head(service: str, file: Path, believed: Sequence[Verifier]) -> Head:
    """The head in a note that somebody kept; one that is not this log's ends the process."""
    try:
        note = signed_notes.read(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        process.end(process.MISUSED, f"{service}: {file}: {error}")
    if note.root.origin != signed_notes.origin(service):
        process.end(process.MISUSED, f"{service}: {file} is of {note.root.origin}")
    if not any(each.verifies(note) for each in believed):
        process.end(process.MISUSED, f"{service}: {file} is signed by no known key")
    return Head(note.root.size, note.root.hash)


def as_json(report: Report) -> str:
    """The report in one line; empty lists are there, too."""
    findings = [finding._asdict() for finding in report.findings]
    return json.dumps({**report._asdict(), "findings": findings}) + "\n"


def lines(report: Report) -> Iterator[str]:
    """The report for people."""
    heads = f"{report.heads} tree heads are right, the last is of {report.signed} events"
    yield (
        f"{report.service}: {report.log} events, {report.stream} in the stream; "
        f"{heads if report.heads else 'no tree head is signed yet'}\n"
    )
    yield from (f"  {sentence(each)}\n" for each in report.findings)
    if report.findings:
        found = several(len(report.findings), "finding")
        yield f"  {found}: docs/tamper-evidence.md says what to do\n"


def sentence(finding: Finding) -> str:
    """One finding."""
    one = finding.first == finding.last
    where = f"position {finding.first}" if one else f"positions {finding.first} to {finding.last}"
    side = "log" if finding.side == LOG else "stream"
    fields = ", ".join(finding.fields)
    return f"{side}, {where}: {WORDS[finding.what].format(fields=fields)}"


WORDS = {
    "missing": "missing",
    "unreadable": "cannot be read: the table's file is damaged",
    "differs": "changed in {fields}",
    "foreign": "a message that is none of the log's events",
    "not_as_signed": "something between these positions is not what was signed",
    "tree_head": "a tree head that is not what the service signed ({fields})",
    "end": "the log notes another end than its events have",
}
