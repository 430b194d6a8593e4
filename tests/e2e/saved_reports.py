"""A report of what is published, written by the command and verified by it, as it is and changed.

Promises nothing to any other test: it publishes one month of one unit.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.e2e.commands import motcua
from tests.e2e.open_data import open_data_is_offered

UNIT = "song-van"
WANTED = ("--definition", "online_handling", "--definition", "on_time.ended")


async def saved_reports_are_verified(data: Path) -> None:
    """What is written says the published numbers, in every form, and a change is found."""
    words = ("rates", "--definition", "online_handling", "--unit", UNIT, "--json")
    month = (await motcua(*words, data=data)).document["rates"][0]["period"]
    command = ("publish", month, "--unit", UNIT, *WANTED, "--json")
    published = (await motcua(*command, data=data)).document["publications"]
    assert len(published) == 2
    names = {each["publication"] for each in published}
    files = {form: data / f"report.{form}" for form in ("json", "pdf", "csv", "html")}
    for form, file in files.items():
        words = ("report", month, "--unit", UNIT, "--format", form, "--out", file)
        done = await motcua(*words, data=data)
        assert done.code == 0, done.out + done.err
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8-sig"))))
    assert {each["publication"] for each in rows} == names
    for form in ("json", "pdf"):
        done = await motcua("verify", files[form], "--json", data=data)
        assert (done.code, done.document["as_published"]) == (0, True), done.out + done.err
        assert (done.document["figures"], done.document["revised"]) == (2, {})
    await open_data_is_offered(data, names)
    await changes_are_found(data, files["json"], month)


async def changes_are_found(data: Path, file: Path, month: str) -> None:
    """A number that the publisher did not sign, and one that he signed and nobody published."""
    document = json.loads(file.read_text())
    document["report"]["figures"][0]["publishTime"] = "2020-01-01T00:00:00Z"
    file.write_text(json.dumps(document))
    done = await motcua("verify", file, "--json", data=data)
    assert (done.code, done.document["signed"]) == (1, False)
    pdf = file.with_suffix(".pdf")
    pdf.write_bytes(pdf.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6"))
    done = await motcua("verify", pdf, "--json", data=data)
    assert (done.code, done.document["signed"]) == (1, False)
    nothing = await motcua("report", "1999-01", data=data)
    assert nothing.code == 2, nothing.err
    assert "nothing is published" in nothing.err
