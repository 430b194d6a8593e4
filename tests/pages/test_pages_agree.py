"""Every number on every page, against GetRate at the positions that its address names.

The pages are read as HTML, and the addresses by code of the tests' own.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import published_pb2 as published
from motcua.metrics.v1 import reconciliation_pb2 as reconciliation
from services.console.importing.intake import backfill
from services.console.instants import from_date, next_month, to_date
from tests.pages.figures_shown import (
    OWN_ADDRESS,
    TERMS,
    digits,
    expected,
    in_articles,
    in_tables,
    plain,
    rate_of,
)
from tests.pages.opened import Opened

pytestmark = pytest.mark.long


def paths(pages: Opened) -> list[str]:
    """Every page that shows figures to staff."""
    last = f"{pages.month.year}-{pages.month.month:02}"
    of_all = ["", "units/an-lac", "units/song-van", f"?period={last}", f"?period={last[:4]}"]
    leagues = [
        f"league?indicator={each}&sort={sort}&order=down"
        for each in ("online_handling", "on_time.ended", "coverage.l3l4", "handling_time.ended")
        for sort in ("figure", "unit", "excluded")
    ]
    indicators = [f"indicators/{each}" for each in ("online_handling", "activity", "e_result")]
    service = next(each.service for each in pages.city.catalogue.offerings if each.unit == "an-lac")
    services = [f"services/{service}?period={year}" for year in (last[:4], pages.month.year - 1)]
    return [*of_all, *leagues, *indicators, *services]


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_figure_of_a_page_is_the_services_own(pages: Opened, language: str) -> None:
    wrong, seen = [], 0
    known: dict[str, events.Rate] = {}
    for path in paths(pages):
        page = pages.get(f"/{language}/{path}", "inspector")
        shown = [*in_tables(page), *(each for each, _ in in_articles(page))]
        for each in {*shown}:
            rate = known.get(each.address) or await rate_of(pages, each.address)
            known[each.address] = rate
            text = each.text.removesuffix({"vi": " tạm tính", "en": " provisional"}[language])
            if not rate.percentiles and text != expected(rate, language):
                wrong.append((path, each, expected(rate, language)))
        seen += len(shown)
    assert wrong == []
    assert seen > 300


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_line_of_a_slip_is_the_receipts(pages: Opened, language: str) -> None:
    terms = {
        "considered": ("Đã xét", "Considered"),
        "denominator": ("Mẫu số", "Denominator"),
        "numerator": ("Tử số", "Numerator"),
        "unknown": ("Chưa rõ", "Unknown"),
    }
    seen = 0
    for path in ("", "units/an-lac", "league"):
        for shown, lines in in_articles(pages.get(f"/{language}/{path}", "inspector")):
            receipt = (await rate_of(pages, shown.address)).receipt
            for name, words in terms.items():
                own = lines[words[language == "en"]]
                assert own == digits(getattr(receipt, name), language), (path, name)
            assert any(receipt.digest.startswith(value[:12]) for value in lines.values())
            excluded = sum(
                int(value.replace(".", "").replace(",", ""))
                for term, value in lines.items()
                if term.startswith(("Không tính:", "Excluded:"))
            )
            assert excluded == sum(each.count for each in receipt.excluded)
            seen += 1
    assert seen >= 9


async def test_all_figures_of_a_page_are_known_at_one_pair_of_positions(pages: Opened) -> None:
    for path in paths(pages):
        page = pages.get(f"/vi/{path}", "inspector")
        shown = [*in_tables(page), *(each for each, _ in in_articles(page))]
        known = {parse_qs(urlsplit(each.address).query)["known"][0] for each in shown}
        assert len(known) == bool(shown), path


async def test_tables_say_the_same_as_csv_and_as_json(pages: Opened) -> None:
    for path, table in (("", "months"), ("league", "units"), ("units/an-lac", "balance")):
        joint = f"/en/{path}?table={table}&format="
        text = pages.get(f"{joint}csv", "inspector")
        rows = [*csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]
        documents = json.loads(pages.get(f"{joint}json", "inspector"))
        assert len(rows) == len(documents) > 3
        for line, document in zip(rows, documents, strict=True):
            assert line == {key: in_csv(document.get(key)) for key in line}
        page = pages.get(f"/en/{path}", "inspector")
        fractions = [each.text.split(" ·")[0] for each in in_tables(page) if " / " in each.text]
        written = {
            f"{line['figure_numerator']} / {line['figure_denominator']}"
            for line in rows
            if line.get("figure_percent")
        }
        assert path != "league" or {each.replace(",", "") for each in fractions} == written


@pytest.mark.parametrize("by", ["subtrees", "children"])
async def test_units_of_one_kind_have_ranks_that_ties_share(pages: Opened, by: str) -> None:
    asked = f"/en/league?by={by}&table=units&format=json"
    rows = json.loads(pages.get(asked, "inspector"))
    own = [each for each in rows if each["unit"].endswith("the unit alone")]
    assert len(own) == (by == "children")
    assert [each["rank"] for each in own] == ["not ranked"] * len(own)
    shares = {
        each["unit_id"]: Fraction(each["figure_numerator"], each["figure_denominator"])
        for each in rows
        if each["figure_percent"] and each not in own
    }
    assert len(shares) > 10
    assert {each["unit_id"]: each["rank"] for each in rows if each["unit_id"] in shares} == {
        unit: 1 + sum(other > share for other in shares.values()) for unit, share in shares.items()
    }


def in_csv(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


async def test_reconciliation_shows_every_line_of_the_services_own(pages: Opened) -> None:
    start = next_month(date(pages.month.year - 1, 8, 1))
    request = reconciliation.GetReconciliationRequest(
        start_date=to_date(start), end_date=to_date(next_month(start))
    )
    method = pages.portal.reconciliations.GetReconciliation
    found = await pages.portal.call(method, request, role="inspector")
    text = pages.get(f"/en/reconciliation?period={start:%Y-%m}", "inspector")
    shown = [
        plain(value) for _, value in TERMS.findall(re.sub(r'<div class="[^"]*">', "<div>", text))
    ]
    lines = [
        digits(count, "en")
        for each in found.identities
        for count in (*(line.count for line in (*each.left, *each.right)), each.residual)
    ]
    assert shown == lines
    assert not any(each.residual for each in found.identities)
    assert "Every sum agrees" in text


async def test_the_public_reads_published_figures_as_they_were_disclosed(pages: Opened) -> None:
    method = pages.portal.published.ListPublishedFigures
    request = published.ListPublishedFiguresRequest(subtree=True, page_size=1000)
    found = (await pages.portal.call(method, request, role="inspector")).figures
    by_name = {each.name: each.rate for each in found}
    hidden = {name for name, rate in by_name.items() if rate.state == events.VALUE_STATE_SUPPRESSED}
    assert hidden
    assert hidden < by_name.keys()
    seen = set()
    for path in ("", "units/an-lac", "units/song-van", "publications"):
        page = pages.get(f"/en/{path}")
        links = re.findall(r'<a href="/en/(publications/[^"]+)">(.*?)</a>', page, re.DOTALL)
        for name, text in links:
            if plain(text) in OWN_ADDRESS:
                continue
            rate = by_name[name]
            seen.add(name)
            if name in hidden:
                assert plain(text).startswith("Hidden")
            elif not rate.percentiles:
                assert plain(text) == expected(rate, "en")
        assert "/figures/" not in page
    assert seen == by_name.keys()


async def test_a_publications_page_hides_what_is_hidden(pages: Opened) -> None:
    method = pages.portal.published.ListPublishedFigures
    request = published.ListPublishedFiguresRequest(subtree=True, page_size=1000)
    for each in (await pages.portal.call(method, request, role="inspector")).figures:
        page = pages.get(f"/en/{each.name}")
        terms = {plain(term) for term, _ in TERMS.findall(page)}
        assert from_date(each.rate.receipt.period.start).isoformat() in page
        suppressed = each.rate.state == events.VALUE_STATE_SUPPRESSED
        assert ("Numerator" in terms) != suppressed
        assert "Digest of the items" not in terms  # by which classes of items could be tried


async def test_an_address_of_a_receipt_answers_the_same_when_more_is_known(pages: Opened) -> None:
    page = pages.get(f"/en/?period={pages.month.year - 1}", "inspector")
    first = next(shown for shown, _ in in_articles(page) if "online_handling" in shown.address)
    before = pages.get(first.address, "inspector")
    await one_more(pages)
    assert pages.get(first.address, "inspector") == before


async def one_more(pages: Opened) -> None:
    """Another dossier, recorded into the same city."""
    record = type(pages.city.records[0])()
    record.CopyFrom(pages.city.records[0])
    record.key = "one-more"
    position = (
        await rate_of(pages, next(in_tables(pages.get("/en/", "inspector"))).address)
    ).receipt
    await backfill(
        pages.portal,
        source=pages.city.source,
        records=[record],
        catalog_position=position.positions[0].position,
        advance=lambda _: None,
    )
