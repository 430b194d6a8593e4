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


CHANNELS = ("online", "in_person", "by_phone", "by_mail", "by_email", "by_fax", "by_other")


def online(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """Applications by organisation, and of all under "": online, and all that have a channel."""
    found: dict[str, Counter[str]] = {}
    for line in csv.DictReader(lines):
        numbers = {each: line[f"num_applications_{each}"] for each in CHANNELS}
        stated = {each: int(n) for each, n in numbers.items() if n.isdigit()}
        rest = int(line["num_applications_total"]) - sum(stated.values())
        counted = Counter(
            numerator=stated.get("online", 0),
            denominator=sum(stated.values()) + rest,
            unknown=rest,
        )
        for owner in (line["owner_org"], ""):
            found[owner] = found.get(owner, Counter()) + counted
    return found


def standards(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """Standards by organisation, and of all under "": met, judged, and why one is not judged."""
    found: dict[str, Counter[str]] = {}
    for line in csv.DictReader(lines):
        if " " not in line["service_standard_id"]:
            for owner in (line["owner_org"], ""):
                found.setdefault(owner, Counter()).update(judged(line))
    return found


def judged(line: dict[str, str]) -> list[str]:
    """What one standard counts as; met without any rounding."""
    volume, met = line["total_volume"], line["volume_meeting_target"]
    if volume and met and int(met) > int(volume):
        return ["more_met_than_volume"]
    if not volume or not met or not int(volume):
        return ["no_numbers"]
    if not line["target"] or not Fraction(line["target"]):
        return ["no_target"]
    is_met = int(met) >= Fraction(line["target"]) * int(volume)
    return ["denominator", "numerator"] if is_met else ["denominator"]


def thresholds(lines: Iterable[str]) -> dict[str, Fraction]:
    """Of every standard that has an id and states a target, by the target's id."""
    return {
        f"gc-{line['service_id']}-{line['fiscal_yr']}-{line['service_standard_id']}": Fraction(
            line["target"]
        )
        for line in csv.DictReader(lines)
        if line["target"] and " " not in line["service_standard_id"]
    }
