"""The group of commands behind `./motcua`.

Promises that each command lives in a module of its own, loaded only when it is called, so that
`--help` is quick. Must not do any work itself.
"""

import importlib
import keyword
from typing import Any

import click

from services.console.outcome import Mistake
from services.console.terminal import visible

# In the order in which a newcomer wants them: module, and the line that `--help` shows.
COMMANDS = {
    "demo": ("demo", "Make a city, load two years, submit live, and show its rates."),
    "up": ("up", "Start everything and stay up until a signal."),
    "replay": ("replay", "Replay a case log (CSV or XES) into the stack."),
    "import": ("bringing", "Import a catalogue, a reform of units, or counted facts."),
    "export": (
        "export",
        "Export the catalogue (CSV, CPSV-AP JSON-LD) or dossiers (CSV, XES, OCEL).",
    ),
    "levels": ("levels", "Show how many offerings stand at which level, or are fully online."),
    "lineage": ("lineage", "Show what a unit was made of, or has become."),
    "calendar": ("calendar", "Show and revise working calendars."),
    "dossier": ("dossier", "Show a dossier: its history, and its deadline day by day."),
    "due": ("due", "Show which dossiers fall due."),
    "queue": ("queue", "Show the tickets at the counters of a unit."),
    "petition": ("petition", "Show a petition: its terms and its history."),
    "petitions": ("petitions", "Show petitions by their terms."),
    "definitions": ("definition_command", "Show the indicators, or how one is defined."),
    "draft": ("draft", "Count by a draft of a definition beside an answered one."),
    "adopt": ("adopt", "Adopt a definition, for ever."),
    "rates": ("rates", "Show rates by month, unit or service."),
    "league": ("league", "Compare units, or who answers for them, by one indicator."),
    "score": ("score", "Show the points of a unit by an index, each part with its receipt."),
    "reconcile": ("reconcile", "Reconcile what came in, went out and is still there."),
    "explain": ("explain", "Show the items behind one rate."),
    "publish": ("publications", "Publish figures of a period, officially."),
    "published": ("publications", "Show what was published."),
    "revisions": ("publications", "Show how a published figure was revised, and why."),
    "asserted": ("stated", "Show figures that others printed, beside what is computed."),
    "inspections": ("stated", "Show inspections, their findings and remedies."),
    "report": ("report", "Write the report of a month (PDF, HTML, CSV, JSON), signed."),
    "verify": ("verify", "Recompute every figure or saved receipts, or check a report."),
    "compare": ("compare", "Show where saved receipts differ, down to the items."),
    "fsck": ("fsck", "Check that nothing was changed in the logs and streams."),
    "rebuild": ("rebuild", "Make read tables again beside those in use."),
    "reader": ("reader", "Add, rotate and remove readers of the streams on NATS."),
    "envoy": ("envoy", "Print Envoy's configuration for browsers (gRPC-Web)."),
    "token": ("token", "Print a bearer token."),
    "test": ("test", "Run the tests."),
    "bench": ("bench", "Measure speed and memory, side by side."),
    "check": ("check", "Check format, types, imports and contracts."),
    "lock": ("lock", "Write requirements.lock from pyproject.toml."),
    "proto": ("contracts", "Generate proto/gen from the .proto files."),
    "reference": ("reference", "Write docs/reference/ and docs/asyncapi.json from the contracts."),
    "reasons": ("reasons", "Write docs/reasons.md and docs/reasons.json from the code."),
}


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is no text before anything is made of it."""
        for word in args:
            try:
                word.encode()
            except UnicodeEncodeError:
                raise Mistake(f"{word!r} is not text in UTF-8") from None
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it says of an argument is shown as text."""
        try:
            return super().invoke(ctx)
        except click.UsageError as failed:
            raise click.UsageError(visible(failed.format_message()), failed.ctx) from None

    def list_commands(self, _: click.Context) -> list[str]:
        """In the table's order."""
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """The command, from its module."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"services.console.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, f"{name}_" if keyword.iskeyword(name) else name)
        return command

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="motcua")
def main() -> None:
    """Motcua: levelled public services, dossiers, and rates that can be checked.

    Exit codes: 0 done · 1 a check failed or two readings differ · 2 the command line or a file
    is not right · 3 something needed does not answer · 4 a service refused · 5 what is shown may
    not be current · 130 interrupted.
    """


if __name__ == "__main__":
    main(prog_name="motcua")
