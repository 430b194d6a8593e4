"""The jobs of an import, as a mapping makes them of the files: what is read, who sends it, in which
order, and from which chunk on.

Promises that what others refer to comes first, that whole lists end something only once all lists
were found fit to end anything, and to say how to go on where it ends early.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from services.console import terminal
from services.console.display.progress import progress
from services.console.importing import facts, headings, missing, reform
from services.console.importing.case_logs.reading import case_log
from services.console.importing.case_logs.step_counts import StepCounts
from services.console.importing.faults import DOSSIERS_UNASKED, NOTED, REFUSED, Fault, Faulty, fault
from services.console.importing.formats.sheets import expanded
from services.console.importing.outcomes import Account
from services.console.importing.recording import Recording, Unasked
from services.console.importing.rows import Sent, items
from services.console.importing.rules import Rules
from services.console.importing.sending import Import
from services.console.portal.client import Portal
from services.formats import several


class Job(NamedTuple):
    """Rows, and who sends them; `total` is 0 where nobody knows before the end."""

    by: Any
    items: Callable[[], Iterable[Any]]
    total: int = 0


class Plan(NamedTuple):
    """What a mapping makes of the files, job after job."""

    source: str
    jobs: Sequence[Job]
    stops: bool = False
    step_counts: Sequence[StepCounts] = ()


class Way(NamedTuple):
    """How an import goes: what is to end, whether it is only tried, and the chunk it begins at."""

    ends: missing.Ends
    validate_only: bool
    first: int


@contextmanager
def planned(files: Sequence[Path], found: Rules, done: Account) -> Iterator[Plan]:
    """A reform where the mapping is one, otherwise what the lines of tables say."""
    if found.reform:
        rows = reform.items(files, found.reform)
        total = sum(isinstance(each, Sent) for each in rows)
        yield Plan(found.source, [Job(Import, lambda: rows, total)])
        return
    paths = expanded(files)
    for _, whole in found.wholes:
        whole.read_names([path.name for path in paths])
    for each in headings.check(paths, found):
        done.fault(each)
    if not found.dossiers:
        units = Job(Import, lambda: items(paths, found))
        yield Plan(found.source, tables(paths, found, units), found.stops)
        return
    with case_log(paths, found, done) as log:
        units = Job(Import, lambda: log.catalogue, len(log.catalogue))
        jobs = [*tables(paths, found, units), Job(Recording, log.stated)]
        yield Plan(found.source, jobs, found.stops, log.step_counts)


def tables(paths: Sequence[Path], found: Rules, units: Job) -> Sequence[Job]:
    """What is of the catalogue, before what refers to it."""
    counts = Job(Recording, lambda: facts.facts(paths, found))
    return [*([units] if found.sections else []), *([counts] if found.counts else [])]


def is_faulty(plan: Plan, done: Account) -> bool:
    """Whether any line is refused: then all of these are shown, and nothing is sent."""
    faults = (each for job in plan.jobs for each in job.items() if isinstance(each, Fault))
    for each in faults:
        if each.effect == REFUSED:
            done.fault(each)
    return bool(done.total(REFUSED))


async def record(portal: Portal, plan: Plan, found: Rules, done: Account, way: Way) -> str:
    """All that the plan has, then what ends by whole lists; why nothing does, where that is so: a
    trial shows what would.
    """
    trial = way.validate_only
    await send(portal, plan, done, validate_only=trial, first=way.first)
    ending = await missing.ending(portal, found.wholes, done, way.ends)
    if ending.rows and (trial or not ending.objection):
        job = Job(Import, lambda: ending.rows, len(ending.rows))
        await send(portal, Plan(found.source, [job]), done, validate_only=trial, first=1)
    return ending.objection


async def send(
    portal: Portal, plan: Plan, done: Account, *, validate_only: bool, first: int
) -> None:
    """All jobs; where it ends early, from which chunk on it is to go on."""
    before = 0  # chunks of the jobs that are done
    for job in plan.jobs:
        by = job.by
        if first > before + 1 and job is not plan.jobs[-1]:
            count = chunks_of(job)
            if first > before + count:
                before += count
                continue
        if validate_only and by is Recording and done.changes_catalogue:
            done.fault(fault(Faulty(DOSSIERS_UNASKED), 0, "dossier", effect=NOTED))
            by = Unasked
        with progress("import", job.total, unit="row") as advance:
            work = by(
                portal,
                plan.source,
                job.items(),
                done=done,
                validate_only=validate_only,
                advance=advance,
                first=max(1, first - before),
            )
            with resumable(work, before):
                await work.run()
        before += work.answered


def chunks_of(job: Job) -> int:
    """How many chunks a job sends; what is wrong with its lines, who sends them tells."""
    return sum(1 for _ in job.by.chunks(job.items(), Account()))


@contextmanager
def resumable(work: Import | Recording, before: int) -> Iterator[None]:
    """Where it ends early, say how to go on."""
    try:
        yield
    except BaseException:
        answered = before + work.answered
        if answered and not work.validate_only:
            terminal.say(
                f"{several(answered, 'chunk')} recorded; --from-chunk {answered + 1} goes on "
                "from there. Beginning again is safe, too.",
                err=True,
            )
        raise
