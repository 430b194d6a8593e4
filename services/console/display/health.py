"""What was found, judged: a state, a line in words, and facts for programs, for each part.

Pure. A state has a symbol and a word, so that nobody needs colours; the worst one decides the exit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from services.console.portal.health import Process
from services.console.portal.installation import CURRENT, PUBLISHED, READY
from services.formats import several

SOON = timedelta(days=14).total_seconds()
LATE = 30.0  # seconds that an event may wait in an outbox
OLD_BACKUP = timedelta(days=2).total_seconds()
FULL = 0.1  # of a disk that is free
FAR = 5000  # events; services call a projection current below
ROLES = ("relay", "projector")
COMMITS_WAIT = "motcua_database_commits_waiting"


class State(Enum):
    """From best to worst; `unknown` is no fault, and no proof."""

    UNKNOWN = ("?", "unknown")
    OK = ("✓", "ok")
    SOON = ("!", "soon")  # something is to be done in some days
    LATE = ("~", "late")  # what is shown may be old
    BAD = ("✗", "bad")
    AWAY = ("–", "away")

    @property
    def rank(self) -> int:
        """How bad it is."""
        return list(State).index(self)


@dataclass(frozen=True)
class Part:
    """One line."""

    name: str
    state: State
    words: str
    facts: Mapping[str, object] = field(default_factory=dict)


def parts(found: Sequence[Process], now: float) -> list[Part]:
    """Each process, then what concerns several."""
    return [
        *(of_process(each) for each in found),
        *(part for judge in JUDGES if (part := judge(found, now))),
    ]


def of_process(process: Process) -> Part:
    """By its health."""
    said = process.faults
    words = [
        "does not serve" if READY in said else "ready",
        "not current" if CURRENT in said else "current",
        "not published" if PUBLISHED in said else "published",
    ]
    facts = {
        "ready": READY not in said,
        "current": CURRENT not in said,
        "published": PUBLISHED not in said,
    }
    if READY in said:
        why = said[READY]
        return Part(process.name, State.AWAY, f"{words[0]}: {why}", facts)
    return Part(process.name, State.LATE if said else State.OK, ", ".join(words), facts)


def leaders(found: Sequence[Process], _: float) -> Part | None:
    """Who leads as what; one of each service, for each role."""
    asked = {each.service for each in found if "motcua_leads" in each.samples}
    held = {
        f"{role} of {service}": [each.name for each in of(found, service) if leads(each, role)]
        for service in sorted(asked)
        for role in ROLES
    }
    if not held:
        return None
    wrong = [
        f"{len(names) or 'nobody'} as {role}" for role, names in held.items() if len(names) != 1
    ]
    words = "; ".join(wrong) or "one relay and one projector of each service"
    return Part("leaders", State.BAD if wrong else State.OK, words, held)


def of(found: Sequence[Process], service: str) -> list[Process]:
    """The processes of one service."""
    return [each for each in found if each.service == service]


def leads(process: Process, role: str) -> bool:
    """Whether it says so."""
    return role in process.labelled("motcua_leads", "role", 1)


def projections(found: Sequence[Process], _: float) -> Part | None:
    """Those that stand still, and how far the others are behind."""
    stopped = "motcua_projection_stopped"
    halted = {
        f"{at.service} {name}" for at in found for name in at.labelled(stopped, "projection", 1)
    }
    lag = most(found, "motcua_projection_lag_events")
    if lag is None and not halted:
        return None
    facts = {"halted": sorted(halted), "lag": lag}
    if halted:
        words = f"halted: {', '.join(sorted(halted))} (./motcua park)"
        return Part("projections", State.BAD, words, facts)
    state = State.OK if (lag or 0) < FAR else State.LATE
    return Part(
        "projections",
        state,
        f"none halted; at most {several(round(lag or 0), 'event')} behind",
        facts,
    )


def outboxes(found: Sequence[Process], now: float) -> Part | None:
    """What is recorded and not published, and logs that do not agree with their stream."""
    moments = [at for each in found for at in each.values("motcua_relay_oldest_timestamp_seconds")]
    halted = sorted({each.service for each in found if 1 in each.values("motcua_relay_halted")})
    if not moments:
        return None
    age = max((now - at for at in moments if at), default=0.0)
    lag = most(found, "motcua_relay_lag_events")
    facts = {"age_seconds": round(age, 1), "events": lag, "halted": halted}
    if halted:
        return Part("streams", State.BAD, f"log and stream disagree: {', '.join(halted)}", facts)
    if age > LATE:
        return Part("streams", State.LATE, f"the oldest event waits for {age:,.0f} s", facts)
    return Part("streams", State.OK, "no event waits" if not age else "events on their way", facts)


def disks(found: Sequence[Process], _: float) -> Part | None:
    """The fullest one of those that are watched."""
    sizes = {
        at["path"]: size
        for each in found
        for at, size in each.samples.get("motcua_disk_size_bytes", ())
    }
    free = {
        at["path"]: room
        for each in found
        for at, room in each.samples.get("motcua_disk_free_bytes", ())
    }
    shares = {path: free[path] / size if size else 0.0 for path, size in sizes.items()}
    if not shares:
        return None
    fullest = min(shares, key=shares.__getitem__)
    words = f"{shares[fullest]:.0%} of {fullest} is free"
    state = State.BAD if shares[fullest] < FULL else State.OK
    return Part("disks", state, words, {"free": {at: round(of, 3) for at, of in shares.items()}})


STORES: Mapping[str, tuple[str, float]] = {
    "database away": ("motcua_database_up", 0),
    "database takes no writes": ("motcua_database_read_only", 1),
    "the log of the database is not archived": ("motcua_database_archive_failed", 1),
    "NATS away": ("motcua_bus_up", 0),
}


def stores(found: Sequence[Process], _: float) -> Part | None:
    """Databases and NATS, as the services see them."""
    seen = [each for each in found if "motcua_database_up" in each.samples]
    if not seen:
        return None
    faults = {
        words: names
        for words, (metric, bad) in STORES.items()
        if (names := [each.name for each in seen if bad in each.values(metric)])
    }
    if waiting := [each.name for each in seen if any(each.values(COMMITS_WAIT))]:
        faults["commits wait for a standby"] = waiting
    words = "; ".join(f"{fault} ({', '.join(names)})" for fault, names in faults.items())
    state = State.BAD if faults else State.OK
    return Part("stores", state, words or "database and NATS answer", faults)


def certificates(found: Sequence[Process], now: float) -> Part | None:
    """The one that ends first; soon is two weeks, and no more than a third of its life."""
    shown = "motcua_tls_expiry_timestamp_seconds"
    secured = [each for each in found if any(each.values(shown))]  # 0: it has none
    if not secured:
        return None
    first = min(secured, key=lambda each: min(each.values(shown)))
    until = min(first.values(shown))
    left, life = until - now, until - (most([first], "motcua_tls_start_timestamp_seconds") or 0.0)
    facts = {"seconds_left": round(left)}
    if any(0 in each.values("motcua_tls_files_usable") for each in secured):
        return Part("certificates", State.BAD, "new files cannot be used", facts)
    state = State.BAD if left < 0 else State.SOON if left < min(SOON, life / 3) else State.OK
    return Part(
        "certificates", state, f"the first ends in {several(round(left / 86400), 'day')}", facts
    )


def keys(found: Sequence[Process], _: float) -> Part | None:
    """Whether all replicas of a service use the same key of each ring, and can read their files."""
    used: dict[str, set[str]] = {}
    for each in found:
        for has, value in each.samples.get("motcua_key_used", ()):
            if value == 1:
                used.setdefault(f"{each.service} {has['setting']}", set()).add(has["key"])
    if not used:
        return None
    readable = "motcua_setting_readable"
    unread = {name for each in found for name in each.labelled(readable, "setting", 0)}
    differ = [ring for ring, ids in used.items() if len(ids) > 1]
    faults = [f"replicas differ: {each}" for each in differ]
    faults += [f"not readable: {each}" for each in sorted(unread)]
    words = "; ".join(faults) or f"{several(len(used), 'ring')}, the same in all replicas"
    facts = {ring: sorted(ids) for ring, ids in used.items()}
    return Part("keys", State.BAD if faults else State.OK, words, facts)


def refused(found: Sequence[Process], _: float) -> Part | None:
    """The share of calls that were refused, and what failed by us, since the processes began."""
    calls = total(found, "motcua_requests_total")
    if not any("motcua_requests_total" in each.samples for each in found):
        return None
    refusals = total(found, "motcua_refusals_total")
    failed = total(found, "motcua_commands_total", outcome="failed")
    share = refusals / calls if calls else 0.0
    commands = several(round(failed), "command")
    words = f"{share:.1%} of {calls:,.0f} refused, {commands} failed, since the start"
    facts = {"calls": calls, "refused": refusals, "failed_commands": failed}
    return Part("calls", State.OK, words, facts)


def total(found: Iterable[Process], metric: str, **labels: str) -> float:
    """Summed up."""
    return sum(sum(each.values(metric, **labels)) for each in found)


def most(found: Iterable[Process], metric: str) -> float | None:
    """The largest value, if there is one."""
    return max((value for each in found for value in each.values(metric)), default=None)


def marked(found: Iterable[Process]) -> float | None:
    """When the last backup ended, as the services see it; 0 where there was none, in Unix time."""
    return most(found, "motcua_backup_ended_timestamp_seconds")


def backup(taken: float | None, now: float) -> Part:
    """The newest one, where anybody knows of it."""
    if taken is None:
        return Part("backup", State.UNKNOWN, "none is known (--backups DIR)")
    if not taken:
        return Part("backup", State.SOON, "there is none (./motcua backup)")
    age = max(0.0, now - taken)
    state = State.SOON if age > OLD_BACKUP else State.OK
    words = f"the last one is {several(round(age / 3600), 'hour')} old"
    return Part("backup", state, words, {"age_seconds": round(age)})


def key_files(changed: float | None, now: float) -> Part | None:
    """How long no key was exchanged that lies in a stack's directory."""
    if changed is None:
        return None
    days = max(0.0, now - changed) / 86400
    words = f"the oldest is {several(round(days), 'day')} old (./motcua rotate)"
    return Part("key files", State.OK, words, {"oldest_days": round(days, 2)})


def worst(found: Iterable[Part]) -> State:
    """Which decides the exit."""
    return max((each.state for each in found), key=lambda state: state.rank, default=State.UNKNOWN)


Judge = Callable[[Sequence[Process], float], Part | None]
JUDGES: tuple[Judge, ...] = (
    *(leaders, projections, outboxes, stores, disks, certificates, keys, refused),
)
