"""Event logs in XES as the export writes them are what the standard demands.

Promises that the check finds what is not.
"""

from __future__ import annotations

from typing import Any

import pytest

from services.console.exporting import xes
from services.console.instants import EPOCH
from tests.e2e import xes_schema


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("<trace>", "<trace><event/>"),
        ("</trace>", "</trace><string key='late' value=''/>"),
        ("+07:00", ""),
        ('"concept:name" value="A', '"name" value="A'),
        ('"org:group"', '"org:unit"'),
        ('prefix="time"', 'prefix="clock"'),
        ('key="motcua:task"', 'key="concept:name"'),
    ],
)
def test_what_the_standard_has_otherwise_is_found(sound: str, broken: str) -> None:
    event: dict[str, Any] = {
        "concept:name": "A\ufffe",
        "org:group": "W",
        "motcua:task": "t",
        "time:timestamp": EPOCH,
    }
    parts = ["<trace>\n", *xes.attributes({"concept:name": "1"})]
    parts += ["<event>\n", *xes.attributes(event), "</event>\n</trace>\n"]
    log = "".join([xes.HEAD, *parts, xes.TAIL])
    assert xes_schema.faults(log) == []
    assert sound in log
    assert xes_schema.faults(log.replace(sound, broken)) != []
