"""How much the bench measures: a whole machine's worth, or as little as shows that every part runs.

Promises that one object says it all. Read it when something is measured, not when a module is
loaded. Must not change what is measured against what.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The sizes of every part; the figures of README.md are those of the defaults."""

    rounds: int = 3  # of every pair
    seconds: float = 5.0  # of callers who keep a server busy
    large_log: int = 1_000_000  # events
    small_log: int = 10_000
    relayed: int = 20_000  # events of a backlog
    published: int = 2_000  # one by one
    seen: int = 300  # dossiers whose way into the rate is timed
    offerings: int = 100_000
    units: int = 1_000  # which offer them
    merged: int = 1_000  # offerings that one merger hands on
    successors: int = 3_321  # units at which a fee changes a level, each merged from three
    imported: int = 20_000  # rows of a table, and ten times as many
    reads: int = 200  # calls of each kind
    dossiers: int = 1_000_000  # behind the rate
    country: int = 1_000_000  # dossiers of all units, most of them copies
    country_units: int = 3_321
    months: int = 24  # in which dossiers are accepted
    copied: int = 20_000  # dossiers that are copied
    rates: int = 50  # questions for it
    grouped: int = 3  # statements in its place
    rested: float = 90.0  # seconds until a country's months that were asked for are kept
    flood: int = 10_000  # calls a second that a service is offered
    upload: int = 200  # MiB of a file
    h2load: int = 60  # seconds
    unread: int = 6_400  # streams


SMALL = Size(
    rounds=1,
    seconds=0.05,
    large_log=2_000,
    small_log=500,
    relayed=500,
    published=50,
    seen=5,
    offerings=100,
    units=100,
    merged=5,
    successors=4,
    imported=10,
    reads=3,
    dossiers=400,
    country=1_000,
    country_units=4,
    months=3,
    copied=100,
    rates=2,
    grouped=1,
    rested=0.0,
    flood=100,
    h2load=1,
    unread=20,
    upload=9,
)


def chosen() -> Size:
    """As the environment says."""
    if os.environ.get("MOTCUA_BENCH_SMALL"):
        return SMALL
    return Size(
        offerings=int(os.environ.get("MOTCUA_BENCH_OFFERINGS", Size.offerings)),
        imported=int(os.environ.get("MOTCUA_BENCH_ROWS", Size.imported)),
        dossiers=int(os.environ.get("MOTCUA_BENCH_DOSSIERS", Size.dossiers)),
        country=int(os.environ.get("MOTCUA_BENCH_COUNTRY", Size.country)),
        country_units=int(os.environ.get("MOTCUA_BENCH_UNITS", Size.country_units)),
        months=int(os.environ.get("MOTCUA_BENCH_MONTHS", Size.months)),
        flood=int(os.environ.get("MOTCUA_BENCH_CALLS", Size.flood)),
    )


SIZE = chosen()
