"""The report of `./motcua replay`: what became of the cases, and what of the log was read.

Promises every case in one of the counts, and every activity that no step names. Must not change
anything.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from motcua.submissions.v1 import submissions_pb2 as api
from services.console import rates, terminal
from services.console.activities import Activities
from services.console.agreement import Differing
from services.console.caselog import Case
from services.console.intake import Taken
from services.console.outcome import language
from services.console.tables import word

SHOWN = 20
LONGEST = 60  # characters of a value in a message
ROWS_DIFFER = "ROWS_DIFFER"


class Log(NamedTuple):
    """A case log as a mapping reads it; `rows` are those of all its cases."""

    cases: Sequence[Case]
    left_out: Sequence[Differing]
    activities: Activities
    rows: int


def add_differing(taken: Taken, left_out: Sequence[Differing], source: str) -> None:
    """Cases that were not sent count as refused."""
    taken.refused += len(left_out)
    taken.refusals[:0] = [refusal(each, source) for each in left_out]


def refusal(differing: Differing, source: str) -> api.BackfillDossiersResponse.Refusal:
    """In the words of those that the service refuses."""
    values = ", ".join(repr(value[:LONGEST]) for value in differing.values[:SHOWN])
    return api.BackfillDossiersResponse.Refusal(
        source=source,
        key=differing.key,
        reason=ROWS_DIFFER,
        field=differing.column,
        message_vi=f"Các dòng của hồ sơ này ghi khác nhau: {values}.",
        message_en=f"The rows of this case differ: {values}.",
    )


def report(taken: Taken, log: Log, as_json: bool, found: list[rates.Listed]) -> None:
    """What became of the cases, then the rates."""
    if as_json:
        terminal.print_document(
            {
                "replay": document(taken, log),
                "rates": rates.rate_documents(found),
                "totals": rates.total_documents(found),
            }
        )
        return
    for line in (*counts(taken, log), *unread(log.activities)):
        terminal.say(line)
    for each in taken.refusals[:SHOWN]:
        text = each.message_vi if language() == "vi" else each.message_en
        terminal.say(f"  refused {each.key}: {text} [{each.reason}] {each.field}", err=True)
    rates.show(found, rates.BY_MONTH, False)


def counts(taken: Taken, log: Log) -> Iterable[str]:
    """Of the cases, and of their anomalies."""
    cases = len(log.cases) + len(log.left_out)
    yield (
        f"{cases:,} cases in {log.rows:,} rows: {taken.added:,} added, {taken.updated:,} updated, "
        f"{taken.known:,} known before, {taken.refused:,} refused"
    )
    for name, count in sorted(taken.anomalies.items()):
        yield f"  {count:,} with the anomaly {name}"


def unread(activities: Activities) -> Iterable[str]:
    """Steps that no row takes, and the activities that no step names."""
    for number, rule, rows in activities.steps:
        if not rows:
            yield f"  step {number} ({rule.activity!r}): {word('0 rows')}"
    if activities.others:
        most = activities.others.most_common(SHOWN)
        more = len(activities.others) - len(most)
        listed = ", ".join(f"{name[:LONGEST]!r} {rows:,}" for name, rows in most)
        yield f"  {word('activities that no step reads')}: {listed}" + (
            f", … (+{more})" if more else ""
        )


def document(taken: Taken, log: Log) -> dict[str, Any]:
    """The same for programs."""
    refusals = [
        {"key": each.key, "reason": each.reason, "field": each.field, "message": each.message_en}
        for each in taken.refusals
    ]
    steps = [
        {"step": number, "activity": rule.activity, "rows": rows}
        for number, rule, rows in log.activities.steps
    ]
    return {
        "cases": len(log.cases) + len(log.left_out),
        "rows": log.rows,
        "added": taken.added,
        "updated": taken.updated,
        "known": taken.known,
        "refused": taken.refused,
        "anomalies": dict(sorted(taken.anomalies.items())),
        "refusals": refusals,
        "activities": {"steps": steps, "others": dict(log.activities.others.most_common())},
    }
