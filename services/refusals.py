"""Every reason of refusal of every service, read from the code: `python -m services.refusals`.

Prints a JSON list, by code; `./motcua reasons` makes the pages in docs/ of it. It imports all
services, so none of them, nor the console, imports it.
"""

import importlib
import json
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter
from typing import Any

import services
from services.chassis.reasons import Kind, Reason
from services.chassis.status import CODES

# Programs, started by hand or by the stack, and what refuses nothing.
PASSED_OVER = re.compile(r"services\.(?:refusals|console)\b|.*\.__main__$")
SERVICES = ["catalog", "metrics", "submissions"]  # each refuses what the chassis does
# Values that the contracts have names for.
CONTRACTS_NAME = {"event", "status", "wanted", "state", "field", "fields", "roles", "unit"}
# What the same request may succeed at later, without anybody's doing.
REPEATED = {Kind.UNAVAILABLE, Kind.BUSY, Kind.DEADLINE}


def reasons() -> Iterator[tuple[str, Reason]]:
    """Every reason, with the module that has it."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        if not PASSED_OVER.match(found.name):
            importlib.import_module(found.name)
    every = [each for each in Reason.__subclasses__() if each.__module__.startswith("services.")]
    return ((each.__module__, reason) for each in every for reason in each)


def listed() -> list[dict[str, Any]]:
    """Each code once: the services that refuse so, and what a caller gets."""
    places: dict[str, set[str]] = defaultdict(set)
    by_code: dict[str, Reason] = {}
    for module, reason in reasons():
        by_code[reason.code] = reason
        places[reason.code].add(module.split(".")[1])
    return [
        {
            "reason": code,
            "status": CODES[reason.kind].name,
            "repeat": reason.kind in REPEATED,
            "services": SERVICES if "chassis" in places[code] else sorted(places[code]),
            "metadata": sorted(keys(names(reason.vi) | names(reason.en))),
            "vi": reason.vi,
            "en": reason.en,
        }
        for code, reason in sorted(by_code.items())
    ]


def keys(named: set[str]) -> set[str]:
    """What the contracts name is stated as they do, with its words in both languages."""
    return named | {each for each in CONTRACTS_NAME if f"{each}_en" in named}


def names(text: str) -> set[str]:
    """Of the values in a text, which are keys of the error's metadata."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


if __name__ == "__main__":
    json.dump(listed(), sys.stdout, ensure_ascii=False, indent=1)
