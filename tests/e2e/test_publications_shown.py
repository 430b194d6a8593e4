"""What `publish`, `published` and `revisions` show of publications, for programs and for people.

No service: the answers are made here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from motcua.metrics.v1 import events_pb2 as figures
from motcua.metrics.v1 import publications_pb2 as api
from motcua.metrics.v1.metrics_pb2 import Item
from services.console.__main__ import main
from services.console.commands import publications
from services.console.display.names import Names

DOCS = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def rate(numerator: int) -> figures.Rate:
    period = figures.Period(
        start=Date(year=2026, month=3, day=1), end=Date(year=2026, month=4, day=1)
    )
    receipt = figures.Receipt(
        definition="online_handling", version=1, numerator=numerator, denominator=9, period=period
    )
    known = figures.VALUE_STATE_KNOWN
    return figures.Rate(receipt=receipt, state=known, percent="11.1", percent_high="11.1")


PUBLICATION = api.Publication(
    name="publications/p", figure="figures/f", rate=rate(1), latest=rate(2), revisions=1,
    publish_time=Timestamp(seconds=1_775_000_000), position=4,
)  # fmt: skip
REVISION = api.Revision(
    name="publications/p/revisions/1", rate=rate(2), previous=rate(1), position=5,
    moved=[figures.MovedItems(cause=figures.REVISION_CAUSE_LATE, count=3)],
    revise_time=Timestamp(seconds=1_775_000_100),
)  # fmt: skip
VOIDED = Item(kind="dossier", id="dossiers/1", membership=figures.MEMBERSHIP_EXCLUDED,
    reason="voided", unit="units/a")  # fmt: skip
CORRECTED = api.MovedItem(
    was=Item(id="dossiers/1", membership=figures.MEMBERSHIP_NUMERATOR), now=VOIDED, position=7,
    cause=figures.REVISION_CAUSE_CORRECTED,
)  # fmt: skip


def documented(command: str) -> set[str]:
    """The fields that the page names of one command's document."""
    text = DOCS.partition(f"`{command} --json`")[2].partition(" --json`")[0]
    return set(re.findall(r"`(\w+)`", text))


def test_documents_have_the_documented_fields() -> None:
    publication = publications.document(PUBLICATION)
    revision = publications.revision_document(REVISION)
    item = publications.item_document(CORRECTED)
    assert publication.keys() <= documented("published")
    assert revision.keys() | item.keys() <= documented("revisions")
    assert (publication["state"], publication["published"]) == ("current", "2026-03-31T23:33:20Z")
    assert [publication[name]["numerator"] for name in ("rate", "latest")] == [1, 2]
    assert (revision["moved"], revision["previous"]["numerator"]) == ({"late": 3}, 1)
    assert (item["was"], item["now"], item["cause"]) == (
        "numerator", "excluded voided", "corrected",
    )  # fmt: skip


def test_tables_speak_the_users_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    publications.show([PUBLICATION], Names(), as_json=False)
    publications.show_revisions([REVISION], as_json=False)
    publications.show_items([CORRECTED], Names(), as_json=False)
    said = capsys.readouterr().out
    for each in ("toàn bộ", "2026-03", "ghi nhận muộn 3", "đính chính", "loại trừ voided"):
        assert each in said


@pytest.mark.parametrize("period", ["2026-13", "march", "2026-03-01"])
def test_a_period_that_is_none_is_a_mistake(period: str) -> None:
    done = CliRunner().invoke(main, ["publish", period, "--to", "2026-02"])
    assert done.exit_code == 2
