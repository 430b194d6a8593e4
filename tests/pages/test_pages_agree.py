"""Every number on every page, against GetRate at the positions that its address names.

The pages are read as HTML, and the addresses by code of this file's own.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import metrics_pb2 as metrics
from motcua.metrics.v1 import published_pb2 as published
from motcua.metrics.v1 import reconciliation_pb2 as reconciliation
from motcua.metrics.v1 import scores_pb2 as scores
from services.console.instants import from_date, next_month, to_date
from services.console.intake import backfill
from tests.pages.opened import Opened

pytestmark = pytest.mark.long

FIGURE = re.compile(r'<a href="(/\w\w/figures/[^"]+)">(.*?)</a>', re.DOTALL)
ARTICLE = re.compile(r'<article class="figure".*?</article>', re.DOTALL)
VALUE = re.compile(r'<p class="value">(.*?)</p>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
TERMS = re.compile(r"<div><dt>(.*?)</dt><dd[^>]*>(.*?)</dd></div>", re.DOTALL)
OWN_ADDRESS = ("Địa chỉ của chứng từ này", "This receipt's own address")
REASONS = {
    "vi": ("Không có gì để tính trong kỳ này", "Chưa có số liệu"),
    "en": ("Nothing counts in this period", "No data"),
}


class Shown(NamedTuple):
    """A figure on a page: its address, and its text without marks."""

    address: str
    text: str


def plain(markup: str) -> str:
    return " ".join(unescape(TAG.sub("", markup)).replace("\u00a0", " ").split())


def in_tables(page: str) -> Iterator[Shown]:
    """Figures in tables, each a link to its own page."""
    for address, text in FIGURE.findall(page):
        if plain(text) not in OWN_ADDRESS:
            yield Shown(unescape(address), plain(text))


def in_articles(page: str) -> Iterator[tuple[Shown, dict[str, str]]]:
    """Headlines, each with the lines of its slip."""
    for article in ARTICLE.findall(page):
        addresses = re.findall(r'href="(/\w\w/(?:figures|publications)/[^"]+)"', article)
        if addresses:
            [text] = VALUE.findall(article)
            lines = {plain(term): plain(value) for term, value in TERMS.findall(article)}
            yield Shown(unescape(addresses[-1]), plain(text)), lines


def asked(address: str) -> metrics.GetRateRequest:
    """The question that an address stands for."""
    parts = urlsplit(address)
    definition, _, version = unquote(parts.path.split("/")[3]).partition("@")
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    start, end = span(said["period"])
    request = metrics.GetRateRequest(
        definition=definition,
        version=int(version),
        start_date=to_date(start),
        end_date=to_date(end),
        alone=said.get("alone") == "yes",
    )
    for name in ("unit", "service"):
        if said.get(name):
            setattr(request, name, f"{name}s/{said[name]}")
    for stream, position in zip(("catalog", "submissions"), said["known"].split("."), strict=True):
        request.as_known.append(events.StreamPosition(stream=stream, position=int(position)))
    assert "as_of" not in said
    return request


def span(text: str) -> tuple[date, date]:
    """A year, a quarter, a month, or two days."""
    if "/" in text:
        first, last = text.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    if len(text) == 4:
        return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
    if "Q" in text:
        start = date(int(text[:4]), 3 * int(text[-1]) - 2, 1)
        return start, next_month(next_month(next_month(start)))
    start = date.fromisoformat(f"{text}-01")
    return start, next_month(start)


def digits(number: int, language: str) -> str:
    return f"{number:,}".replace(",", "." if language == "vi" else ",")


def per_cent(text: str, language: str) -> str:
    return f"{text.replace('.', ',')} %" if language == "vi" else f"{text}%"


def expected(rate: events.Rate, language: str) -> str:
    """How a rate is to be written; of a histogram only that it has a value."""
    if rate.state == events.VALUE_STATE_EMPTY:
        return REASONS[language][0]
    if rate.state == events.VALUE_STATE_NO_DATA:
        return REASONS[language][1]
    receipt = rate.receipt
    counts = " / ".join(digits(n, language) for n in (receipt.numerator, receipt.denominator))
    ends = dict.fromkeys((rate.percent_low, rate.percent_high))
    return f"{counts} · {' – '.join(per_cent(each, language) for each in ends)}"


async def rate_of(pages: Opened, address: str) -> events.Rate:
    return await pages.portal.call(pages.portal.metrics.GetRate, asked(address), role="inspector")


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


async def test_scores_are_the_services_own_and_lead_to_their_receipts(pages: Opened) -> None:
    year = pages.month.year - 1
    path = f"/en/scores?period={year}&known="
    known = re.search(r"known=(\d+)\.(\d+)", pages.get(f"/en/league?period={year}", "inspector"))
    assert known
    request = scores.GetScoreRequest(
        index="par.services",
        unit="units/song-van",
        start_date=to_date(date(year, 1, 1)),
        end_date=to_date(date(year + 1, 1, 1)),
    )
    for stream, at in zip(("catalog", "submissions"), known.groups(), strict=True):
        request.as_known.append(events.StreamPosition(stream=stream, position=int(at)))
    path += ".".join(known.groups())
    stub = pages.portal.scores
    own = await pages.portal.call(stub.GetScore, request, role="inspector")
    below = await pages.portal.call(
        stub.ListScores, scores.ListScoresRequest(score=request), role="inspector"
    )
    rows = json.loads(pages.get(f"{path}&format=json&table=parts", "inspector"))
    assert [each["part_id"] for each in rows] == [each.name for each in own.parts]
    for row, part in zip(rows, own.parts, strict=True):
        counts = (part.rate.receipt.numerator, part.rate.receipt.denominator)
        assert (row["figure_numerator"], row["figure_denominator"]) == counts
        assert scored(row["points"], part)
    page = pages.get(path, "inspector")
    listed = json.loads(pages.get(f"{path}&format=json&table=units", "inspector"))
    assert [each["unit_id"] for each in listed] == [each.unit for each in below.scores]
    assert listed
    links = [shown for shown in in_tables(page) if " · " not in shown.text and "@" in shown.address]
    for row, each in zip(listed, below.scores, strict=True):
        assert row["points"].endswith(f"/ {each.score.maximum}")
        for part in each.score.parts:
            assert scored(row[part.name], part)
            own_links = [
                link for link in links
                if asked(link.address).definition == part.rate.receipt.definition
                and asked(link.address).unit == each.unit
            ]  # fmt: skip
            assert row[part.name] in {link.text for link in own_links}
            for link in own_links:
                rate = await rate_of(pages, link.address)
                assert rate.receipt.digest == part.rate.receipt.digest


def scored(text: str, part: scores.ScorePart) -> bool:
    """Whether a page's points are these; nothing of a part that does not count."""
    if part.basis == scores.SCORE_BASIS_LEFT_OUT:
        return text == "not counted"
    ends = dict.fromkeys((part.points, part.points_high))
    return text == f"{' – '.join(ends)} / {part.maximum}"


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
        assert ("Digest of the items" in terms) != suppressed


async def test_an_address_of_a_receipt_answers_the_same_when_more_is_known(pages: Opened) -> None:
    page = pages.get("/en/?period=2026", "inspector")
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
