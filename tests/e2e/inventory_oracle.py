"""Fully online by organisation, and thresholds by standard, from the inventory's own files.

Promises the standard library only, and one reading per question, line by line. Must not use
anything of the software that it checks.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

POINTS = (
    "os_account_registration",
    "os_authentication",
    "os_application",
    "os_decision",
    "os_issuance",
    "os_issue_resolution_feedback",
)


def fully_online(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """By organisation, and of all under ""; what is unknown is in the denominator, too."""
    found: dict[str, Counter[str]] = {}
    for line in csv.DictReader(lines):
        for owner in (line["owner_org"], ""):
            found.setdefault(owner, Counter()).update(classes([line[each] for each in POINTS]))
    return found


def classes(points: list[str]) -> list[str]:
    """What one service counts as."""
    if "N" in points:
        return ["denominator"]
    if "" in points:
        return ["denominator", "unknown"]
    if set(points) == {"NA"}:
        return ["excluded"]
    return ["denominator", "numerator"]


def thresholds(lines: Iterable[str]) -> dict[str, Fraction]:
    """Of every standard that has an id and states a target, by the target's id."""
    return {
        f"gc-{line['service_id']}-{line['fiscal_yr']}-{line['service_standard_id']}": Fraction(
            line["target"]
        )
        for line in csv.DictReader(lines)
        if line["target"] and " " not in line["service_standard_id"]
    }
