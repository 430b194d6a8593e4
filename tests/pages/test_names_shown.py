"""What has a name in the reader's language is shown by it, and by its id to programs alone.

Given the demo's city, when every page that a link leads to is opened in both languages, then no
unit or service stands there by its id, and no reason by its code, but in commands and definitions.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from google.type.date_pb2 import Date

from motcua.metrics.v1 import events_pb2 as events
from services.metrics.domain.indicators.reasons import reasons
from services.pages.figures import shown
from services.pages.naming import Naming
from services.pages.tables import Column, Link, Table, as_csv
from services.pages.views.figure import service_of
from services.pages.words import WORDS
from tests.pages.opened import Opened

pytestmark = pytest.mark.long

NO_PROSE = {"script", "style", "code", "pre", "textarea"}
SEVERAL = 2  # addresses of one form that are opened
PLACES = {
    *("units", "services", "offerings", "figures", "publications", "indicators", "league"),
    *("reconciliation", "scores", "assertions", "inspections", "nation", "track", "sign-in"),
}


class Prose(HTMLParser):
    """The texts of a page that are to be read, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.within = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.within += tag in NO_PROSE
        self.links += [value for name, value in attrs if (tag, name) == ("a", "href")]

    def handle_endtag(self, tag: str) -> None:
        self.within -= tag in NO_PROSE

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.texts.append(" ".join(data.split()))


def form(address: str) -> tuple[str, ...]:
    """What addresses of the same page have in common."""
    parts = urlsplit(address)
    path = (each if each in PLACES else "*" for each in parts.path.split("/")[2:])
    return (*path, *sorted(name for name, _ in parse_qsl(parts.query)))


def opened(pages: Opened, who: str, language: str) -> Iterator[tuple[str, Prose]]:
    """Pages from the first on, along their links."""
    waiting, forms = [f"/{language}/"], list[tuple[str, ...]]()
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        if forms.count(form(address)) >= SEVERAL or "format=" in address:
            continue
        forms.append(form(address))
        found = Prose(pages.get(address, who))
        yield address, found
        waiting += [each for each in found.links if each.startswith(f"/{language}/")]


def codes(pages: Opened) -> re.Pattern[str]:
    """Each id of a unit or a service, and each reason why something does not count."""
    ids = {part for each in pages.city.catalogue.offerings for part in (each.unit, each.service)}
    every = sorted(ids | {name for name in reasons() if "_" in name})
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, every))})(?![\w-])")


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_no_page_shows_an_id_where_there_is_a_name(pages: Opened, language: str) -> None:
    found, code = {}, codes(pages)
    for address, page in opened(pages, "inspector", language):
        found[address] = sorted({text for text in page.texts if code.search(text)})
    assert len(found) > 40
    assert {address: texts for address, texts in found.items() if texts} == {}


async def test_a_draft_names_reasons(pages: Opened) -> None:
    path = "/vi/indicators/online_handling/draft"
    form = pages.get(path, "publisher")
    [posted] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)
    draft = re.sub(
        r"excluded = \[.*?\]", 'excluded = ["voided"]', unescape(posted), flags=re.DOTALL
    )
    year = str(pages.month.year - 1)
    answer = pages.ask(path, "publisher", form={"text": draft, "period": year})
    assert answer.status == 200
    texts, code = Prose(answer.text).texts, codes(pages)
    assert [each for each in texts if code.search(each)] == []
    assert "Không tính: " in " ".join(texts)


async def test_who_is_refused_is_told_of_his_unit_by_its_name(pages: Opened) -> None:
    told = pages.ask("/vi/units/binh-lac", "leader@an-lac").text
    assert "Đơn vị của bạn: Phường An Lạc" in told


async def test_files_have_the_id_beside_the_name(pages: Opened) -> None:
    address = f"/en/figures/online_handling?unit=an-lac&period={pages.month.year - 1}"
    lasting = pages.ask(address, "inspector").headers["location"]
    for table in ("items", "leaves"):
        file = pages.ask(f"{lasting}&format=csv&table={table}", "inspector").text
        [row, *_] = csv.DictReader(file.removeprefix("\ufeff").splitlines())
        assert (row["unit"], row["unit_id"]) == ("An Lạc ward", "units/an-lac")


NOTHING = Naming(WORDS["en"], {}, {})


async def lines(table: Table) -> list[str]:
    return [line.strip() async for line in as_csv(table)][1:]


def table(rows: Iterable[dict[str, Any]]) -> Table:
    columns = [Column("city", "City"), Column("figure", "Figure", "figure")]
    return Table("cities", "Cities", columns, list(rows))


async def test_a_file_has_all_columns_whatever_its_first_row_lacks() -> None:
    day = Date(year=2026, month=3, day=1)
    receipt = events.Receipt(period=events.Period(start=day, end=day))
    rate = events.Rate(state=events.VALUE_STATE_KNOWN, percent="50.0", receipt=receipt)
    full = {"city": Link("Huế", "", "members/hue"), "figure": shown(rate, NOTHING)}
    empty = {"city": Link("", "", ""), "figure": None}
    [heading, *rows] = await lines(table([empty, full]))
    assert heading.startswith("city,city_id,figure_numerator,")
    assert rows[1].startswith("Huế,members/hue,0,0,0,0,0,50.0")
    assert [heading] == (await lines(table([full, empty])))[:1]


def test_an_item_that_is_a_service_has_a_name() -> None:
    assert service_of("services/birth") == "services/birth"
    assert service_of("services/birth/offerings/a") == ""
    assert service_of("dossiers/7") == ""
