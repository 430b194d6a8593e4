"""What the rates of the municipal receipt log must be, computed from its CSV by other means.

Promises the standard library alone: csv, datetime, collections. Must not import Motcua nor share a
line with it.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

HO_CHI_MINH = timezone(timedelta(hours=7))
RECEIPT = "Confirmation of receipt"

Counts = Counter[str]
Rates = dict[tuple[str, str, str], Counts]  # definition, department or "", month or ""


def month(instant: datetime) -> str:
    return instant.astimezone(HO_CHI_MINH).strftime("%Y-%m")


def dossiers(lines: Iterable[str]) -> list[dict[str, str]]:
    """One row a dossier: its own columns, and the time of its confirmation of receipt."""
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(lines):
        dossier = found.setdefault(row["case:concept:name"], row | {"accepted": ""})
        if row["concept:name"] == RECEIPT:
            dossier["accepted"] = row["time:timestamp"]
    return list(found.values())


def rates(lines: Iterable[str]) -> Rates:
    """Numerator, denominator, unknown, and `excluded:REASON`, for every group of dossiers."""
    found: Rates = defaultdict(Counter)
    for dossier in dossiers(lines):
        accepted = datetime.fromisoformat(dossier["accepted"])
        where = dossier["case:department"]
        online = dossier["case:channel"] == "Internet"
        add(found, "online_handling", where, month(accepted), ["numerator"] if online else [])
        if dossier["case:enddate"]:
            ended = datetime.fromisoformat(dossier["case:enddate"])
            due = datetime.fromisoformat(dossier["case:deadline"])
            if ended < accepted:
                add(found, "on_time.ended", where, month(ended), ["excluded:ended_before_accepted"])
            else:
                in_time = ["numerator"] if ended <= due else []
                add(found, "on_time.ended", where, month(ended), in_time)
    return found


def add(found: Rates, definition: str, where: str, when: str, counted: list[str]) -> None:
    """Count one dossier in its department and its month, in each alone, and in the whole."""
    for department in (where, ""):
        for period in (when, ""):
            counts = found[definition, department, period]
            counts.update(counted)
            if not any(name.startswith("excluded:") for name in counted):
                counts["denominator"] += 1
