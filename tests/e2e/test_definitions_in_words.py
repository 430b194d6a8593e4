"""`./motcua definitions`: what it shows of indicators, for people and for programs.

Given what the service shows, when it is printed, then words, conditions, text and digest. Must not
need a stack.
"""

from __future__ import annotations

import hashlib
import json

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import events_pb2 as figures
from services.console.commands.definitions import named, pick, show_all, show_one
from services.console.display import tables
from services.console.outcome import Difference, Mistake
from services.metrics.api.vocabulary import fact_messages
from services.metrics.domain.indicators.kinds import kinds
from tests.e2e.definitions import SHOWN

FACTS = list(fact_messages(kinds()["dossier"]))


def test_all_are_listed_with_their_keys_and_units(capsys: pytest.CaptureFixture[str]) -> None:
    show_all(SHOWN, as_json=False)
    shown = capsys.readouterr().out
    assert all(each.id.split(".")[0] in shown for each in SHOWN)
    show_all(SHOWN, as_json=True)
    listed = json.loads(capsys.readouterr().out)["definitions"]
    assert [each["id"] for each in listed] == [each.id for each in SHOWN]


def test_one_is_shown_with_facts_reasons_text_and_digest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = pick(SHOWN, "payment.online@1")
    facts = named(one, FACTS)
    names = {"voided", "fee", "fee_waived", "paid_online", "closed", "ended_without_acceptance",
             "accepted_without_time", "accepted_in_future"}  # fmt: skip
    assert {each.name for each in facts} == names
    show_one(one, facts, as_json=False)
    shown = capsys.readouterr().out
    assert one.text in shown
    assert one.digest in shown
    assert "has(fee) && fee == 0" in shown
    show_one(one, facts, as_json=True)
    found = json.loads(capsys.readouterr().out)
    lines = "".join(f"{each['name']}\t{each['condition']}\n" for each in found["reasons"])
    assert found["digest"] == hashlib.sha256(f"{found['text']}{lines}".encode()).hexdigest()
    assert {each["name"] for each in found["facts"]} == names


def test_what_is_none_is_a_mistake_and_what_is_forged_a_difference() -> None:
    with pytest.raises(Mistake, match=r"known are: .*online_handling"):
        pick(SHOWN, "online")
    forged = contract.Definition()
    forged.CopyFrom(SHOWN[0])
    forged.text += "\n"
    with pytest.raises(Difference, match="not its own"):
        named(forged, FACTS)


def test_a_histogram_is_shown_by_its_percentiles() -> None:
    rate = figures.Rate(
        receipt=figures.Receipt(
            definition="handling_time.ended",
            period=figures.Period(
                start=Date(year=2026, month=3, day=1), end=Date(year=2026, month=4, day=1)
            ),
            buckets=[figures.Bucket(up_to=30, count=4), figures.Bucket(count=1)],
        ),
        percentiles=[
            figures.Percentile(rank=50, up_to=30),
            figures.Percentile(rank=90, above=30),
        ],
    )
    assert tables.percent(rate) == "P50 ≤ 30, P90 > 30"
    between = figures.Percentile(rank=90, above=4800, up_to=7200)
    assert tables.percentile(between) == "P90 4,800–7,200"
    found = tables.document(rate)
    assert found["buckets"] == {"30": 4, "inf": 1}
    assert found["percentiles"]["90"] == {"above": 30, "up_to": None}
    assert found["percent"] is None
