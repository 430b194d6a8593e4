"""Object-centric logs (OCEL 2.0) as tables, in JSON and in XML.

Promises both alike: each event of each object. Must not send anything.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import Record, table
from services.console.outcome import Mistake

LOG: dict[str, Any] = {
    "objectTypes": [],
    "eventTypes": [],
    "objects": [
        {
            "id": "d1",
            "type": "dossier",
            "attributes": [
                {"name": "channel", "time": "2025-01-01T00:00:00Z", "value": "Internet"},
                {"name": "state", "time": "2025-01-03T00:00:00Z", "value": "ended"},
            ],
            "relationships": [{"objectId": "u1", "qualifier": "at"}],
        },
        {"id": "u1", "type": "unit"},
        {"id": "d2", "type": "dossier"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "Tiếp nhận",
            "time": "2025-01-02T08:00:00+07:00",
            "attributes": [{"name": "officer", "value": "a"}],
            "relationships": [{"objectId": "d1", "qualifier": "of"}],
        },
        {
            "id": "e2",
            "type": "Trả",
            "time": "2025-01-03T08:00:00+07:00",
            "relationships": [{"objectId": "d1", "qualifier": "of"}],
        },
    ],
}
XML = """<?xml version="1.0"?><log><object-types/><event-types/>
<objects>
 <object id="d1" type="dossier">
  <attributes><attribute name="channel" time="2025-01-01T00:00:00Z">Internet</attribute>
   <attribute name="state" time="2025-01-03T00:00:00Z">ended</attribute></attributes>
  <objects><relationship object-id="u1" qualifier="at"/></objects></object>
 <object id="u1" type="unit"/>
 <object id="d2" type="dossier"/>
</objects>
<events>
 <event id="e1" type="Tiếp nhận" time="2025-01-02T08:00:00+07:00">
  <attributes><attribute name="officer">a</attribute></attributes>
  <objects><relationship object-id="d1" qualifier="of"/></objects></event>
 <event id="e2" type="Trả" time="2025-01-03T08:00:00+07:00">
  <objects><relationship object-id="d1" qualifier="of"/></objects></event>
</events></log>"""
OF_D1 = {"object:id": "d1", "object:type": "dossier", "object:channel": "Internet",
         "related:unit": "u1"}  # fmt: skip


def read(where: Path, name: str, content: str) -> list[tuple[int | str, dict[str, str]]]:
    """Each record with its place, without what is empty."""
    path = where / name
    path.write_text(content, encoding="utf-8")
    with table(path, Form()) as (_, records):
        return [
            (each.place, {column: cell for column, cell in each.cells.items() if cell})
            for each in records
            if isinstance(each, Record)
        ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("log.json", json.dumps(LOG)), ("log.jsonocel", json.dumps(LOG)), ("log.xml", XML),
     ("log.XMLOCEL", XML)],
)  # fmt: skip
def test_each_event_of_each_object_is_a_line(tmp_path: Path, name: str, content: str) -> None:
    event = {"event:id": "e1", "event:type": "Tiếp nhận", "event:officer": "a",
             "event:time": "2025-01-02T08:00:00+07:00"}  # fmt: skip
    later = {"event:id": "e2", "event:type": "Trả", "event:time": "2025-01-03T08:00:00+07:00"}
    assert read(tmp_path, name, content) == [
        ("event e1", OF_D1 | event),
        ("event e2", OF_D1 | later | {"object:state": "ended"}),
        ("object u1", {"object:id": "u1", "object:type": "unit"}),
        ("object d2", {"object:id": "d2", "object:type": "dossier"}),
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("log.json", "{}", "is not OCEL 2.0 in JSON"),
        ("log.json", "[]", "is not OCEL 2.0 in JSON"),
        ("log.xml", "<log/>", "it has no objects"),
        ("log.xml", "<log>", "is not OCEL 2.0 in XML"),
        ("log.xml", '<!DOCTYPE log [<!ENTITY a "b">]><log/>', "is not OCEL 2.0 in XML"),
        ("log.json", json.dumps(LOG).replace('"d1", "qualifier"', '"d9", "qualifier"'),
         "names the object 'd9'"),
        ("log.json", json.dumps(LOG).replace("2025-01-02T08", "yesterday at 8"),
         "is not OCEL 2.0 in JSON"),
        ("log.json", json.dumps(LOG).replace('"id": "d2"', '"id": ["d2"]'), "is no text"),
        ("log.json", json.dumps(LOG).replace('"id": "d2"', '"id": "u1"'), "'u1' stands there tw"),
        ("log.xml", XML.replace("2025-01-02T08", "yesterday at 8"), "is not OCEL 2.0 in XML"),
    ],
)  # fmt: skip
def test_what_is_none_is_told(tmp_path: Path, name: str, content: str, told: str) -> None:
    with pytest.raises(Mistake, match=told):
        read(tmp_path, name, content)
