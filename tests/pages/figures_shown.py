"""The figures of a page, read from its HTML, and the same asked of the service by the addresses
that the page gives them.

Reads addresses by code of its own, not by that of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1 import metrics_pb2 as metrics
from services.console.instants import next_month, to_date
from tests.pages.opened import Opened

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
