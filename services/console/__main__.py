"""The group of commands behind `./motcua`.

Promises that each command lives in a module of its own, loaded only when it is called, so that
`--help` is quick. Must not do any work itself.
"""

import importlib
from typing import Any

import click

from services.console.outcome import Mistake
from services.console.terminal import visible

# In the order in which a newcomer wants them: module, of commands where no room is named,
# and the line that `--help` shows.
COMMANDS = {
    "demo": ("demo.command", "Make a city, load two years, submit live, and show its rates."),
    "up": ("up", "Start everything and stay up until a signal."),
    "map": ("map", "Propose a mapping for a table, from its headings and values."),
    "import": ("import_", "Import a catalogue, case logs, counted facts, or a reform of units."),
    "export": ("export", "Export the catalogue (CSV, CPSV-AP) or dossiers (CSV, XES, OCEL)."),
    "levels": ("levels", "Show how many offerings stand at which level, or are fully online."),
    "lineage": ("lineage", "Show what a unit was made of, or has become."),
    "calendar": ("calendar", "Show, revise and assign working calendars."),
    "dossier": ("dossier", "Show a dossier: its history, and its deadline day by day."),
    "due": ("due", "Show which dossiers fall due."),
    "queue": ("queue", "Show the tickets at the counters of a unit."),
    "petition": ("petition", "Show a petition: its terms and its history."),
    "petitions": ("petitions", "Show petitions by their terms."),
    "definitions": ("definitions", "Show the indicators, or how one is defined."),
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
    "nation": ("nation", "Add up what cities published: members, figures, a city's part."),
    "asserted": ("statements", "Show figures that others printed, beside what is computed."),
    "inspections": ("statements", "Show inspections, their findings and remedies."),
    "report": ("report", "Write the report of a month (PDF, HTML, CSV, JSON), signed."),
    "verify": ("verify", "Recompute every figure or saved receipts, or check a report."),
    "compare": ("compare", "Show where saved receipts differ, down to the items."),
    "audit": ("audit", "Show who was refused, who guessed, and who read what is sealed."),
    "fsck": ("fsck", "Check that nothing was changed in the logs and streams."),
    "promote": ("promote", "Let the standby of a cluster take writes, and the primary follow it."),
    "backup": ("backup", "Copy the stack that runs, and archive what is written from now on."),
    "restore": ("backup", "Bring a stack back from a backup, to a moment."),
    "fuzz": ("development.fuzz", "Call every method with anything, and check what must hold."),
    "rebuild": ("rebuild", "Make read tables again beside those in use."),
    "status": ("status", "Show how everything is, at a glance."),
    "park": ("park", "Show where projections stand still, and let one pass an event."),
    "source": ("source", "Say whose the names are by which other systems' records come in."),
    "rotate": ("rotate", "Exchange keys and passwords while all runs on."),
    "reader": ("reader", "Add, rotate and remove readers of the streams on NATS."),
    "envoy": ("envoy", "Print Envoy's configuration for browsers (gRPC-Web), or for programs."),
    "provision": ("provision", "Make the secrets of an installation, in a folder."),
    "context": ("context", "Name installations elsewhere, and choose one."),
    "sign-in": ("sign_in", "Sign in to an installation elsewhere, by a code."),
    "sign-out": ("sign_in", "End that sign-in."),
    "whoami": ("whoami", "Show who you are to an installation, and your roles there."),
    "token": ("token", "Print a bearer token."),
    "issuers": ("issuers", "Check a file of issuers of tokens, before services read it."),
    "pseudonym": ("pseudonym", "Print under which subject somebody of an issuer appears here."),
    "test": ("development.test", "Run the tests."),
    "bench": ("development.bench", "Measure speed and memory, side by side."),
    "check": ("development.check", "Check format, types, imports and contracts."),
    "lock": ("development.lock", "Write requirements.lock from pyproject.toml."),
    "proto": ("development.contracts", "Generate proto/gen from the .proto files."),
    "reference": ("development.reference", "Write docs/reference/ and docs/asyncapi.json."),
    "reasons": ("development.reasons", "Write docs/reasons.md and docs/reasons.json."),
}


def module_of(name: str) -> str:
    """The module of a command, such as `services.console.commands.levels`."""
    place = COMMANDS[name][0]
    room = "" if "." in place else "commands."
    return f"services.console.{room}{place}"


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
        module = importlib.import_module(module_of(name))
        word = name.replace("-", "_")
        command: click.Command = getattr(module, f"{word}_", None) or getattr(module, word)
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
    is not right · 3 something needed does not answer, or not as this version knows it · 4 a
    service refused · 5 what is shown may not be current · 6 what was checked is right, and not
    all could be · 130 interrupted.
    """


if __name__ == "__main__":
    main(prog_name="motcua")
