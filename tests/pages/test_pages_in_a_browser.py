"""Every page as each role in a real browser: nothing is blocked or broken, everything fits, and axe
finds no fault; with and without script, wide and narrow, in both languages and colour schemes.

Choices are spread over the pages so that every pair of two occurs; --pages-all tries all of them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest

from tests.browser import AXE, CONTRAST, context_in, faults, needs_chromium
from tests.browser import browser as chromium
from tests.pages.opened import Opened
from tests.waiting import until

pytest.importorskip("playwright.async_api")

ROLES = ("", "officer@an-lac", "leader@an-lac", "inspector")
CHOICES = {
    "language": ("vi", "en"),
    "script": (True, False),
    "width": (360, 1440),
    "scheme": ("light", "dark"),
}
STAFFS = {"league", "scores", "draft", "figure", "reconciliation", "inspections"}
LOOK = """() => ({
  wide: document.documentElement.scrollWidth,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  small: [...document.querySelectorAll("main *")].filter(each =>
    [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()) &&
    !each.closest("svg") && parseFloat(getComputedStyle(each).fontSize) < 15.5
  ).map(each => each.className + " " + each.textContent.slice(0, 40)),
  bare: [...document.querySelectorAll("td[data-label]")].filter(each =>
    !each.textContent.trim() && !each.querySelector("svg, input, button") &&
    getComputedStyle(each).display !== "none" &&
    getComputedStyle(each, "::before").content !== "none"
  ).map(each => each.dataset.label),
})"""

pytestmark = [pytest.mark.long, needs_chromium]


class Choice(NamedTuple):
    """How a page is opened."""

    page: str
    who: str
    language: str
    script: bool
    width: int
    scheme: str


def paths(pages: Opened) -> dict[str, str]:
    """Each page, by a word for it."""
    year = pages.month.year - 1
    service = next(each.service for each in pages.city.catalogue.offerings if each.unit == "an-lac")
    [publication] = {each for each in published(pages) if "/publications/" in each}
    return {
        "city": "/", "unit": "/units/an-lac", "league": "/league?under=an-lac",
        "figure": f"/figures/online_handling?unit=an-lac&period={year}",
        "indicators": "/indicators", "indicator": "/indicators/on_time.ended",
        "draft": "/indicators/on_time.ended/draft", "scores": f"/scores?period={year}",
        "reconciliation": f"/reconciliation?unit=an-lac&period={year}-Q4",
        "publications": "/publications", "publication": publication,
        "assertions": "/assertions", "inspections": "/inspections?unit=an-lac",
        "nation": "/nation", "services": "/services", "service": f"/services/{service}",
        "offering": f"/services/{service}/offerings/an-lac", "track": "/track",
        "sign-in": "/sign-in",
    }  # fmt: skip


def published(pages: Opened) -> list[str]:
    """The first publication of the list."""
    text = pages.get("/vi/publications?unit=an-lac")
    start = text.index('href="/vi/publications/') + len('href="/vi')
    return [text[start : text.index('"', start)]]


def spread(names: list[str]) -> list[Choice]:
    """Every page as each role once; the other choices change at different paces."""
    found = []
    for (i, name), (r, who) in itertools.product(enumerate(names), enumerate(ROLES)):
        turns = (i + r, i + r // 2, i // 2 + r, i // 4 + r // 2 + i)
        rest = [each[turn % 2] for each, turn in zip(CHOICES.values(), turns, strict=True)]
        found.append(Choice(name, who, *rest))
    return found


def every(names: list[str]) -> list[Choice]:
    """All of the product."""
    return [Choice(*each) for each in itertools.product(names, ROLES, *CHOICES.values())]


def test_every_pair_of_two_choices_occurs() -> None:
    names = [str(number) for number in range(16)]
    for first, second in itertools.combinations(range(len(Choice._fields)), 2):
        wanted = {(each[first], each[second]) for each in every(names)}
        assert {(each[first], each[second]) for each in spread(names)} == wanted, (first, second)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Any]:
    async with chromium() as opened:
        yield opened


class Looking:
    """Contexts of one browser by what they have in common, and what was wrong."""

    def __init__(self, pages: Opened, browser: Any) -> None:
        self.pages, self.browser = pages, browser
        self.paths = paths(pages)
        self.tabs: dict[Any, Any] = {}
        self.judged: set[Any] = set()
        self.coloured: set[Any] = set()
        self.faults: list[Any] = []

    async def tab(self, choice: Choice) -> Any:
        """A page that stays open for all that have this role, with script or without: another
        process for each width and scheme took as long as what they showed.
        """
        key = choice.who, choice.script
        if key not in self.tabs:
            context = await context_in(self.browser, java_script_enabled=choice.script)
            if choice.who:
                name, _, value = self.pages.cookie(choice.who).partition("=")
                url = f"http://{self.pages.address}"
                await context.add_cookies([{"name": name, "value": value, "url": url}])
            tab = self.tabs[key] = await context.new_page()
            tab.on("console", lambda said: self.hear(tab.url, said.text, said.type))
            tab.on("pageerror", lambda error: self.faults.append((tab.url, str(error))))
        await self.tabs[key].set_viewport_size({"width": choice.width, "height": 900})
        await self.tabs[key].emulate_media(color_scheme=choice.scheme)
        return self.tabs[key]

    def hear(self, url: str, text: str, kind: str) -> None:
        """What the browser complains of: a blocked style, a script that fails."""
        if kind == "error" and "403" not in text:
            self.faults.append((url, text))

    async def look(self, choice: Choice) -> None:
        """Open one page, and judge it."""
        tab = await self.tab(choice)
        path = self.paths[choice.page]
        address = f"http://{self.pages.address}/{choice.language}{path}"
        answer = await tab.goto(address, wait_until="load")
        self.faults += [
            (choice, fault) for fault in self.unexpected(choice, answer.status, tab.url)
        ]
        seen = await tab.evaluate(LOOK)
        if seen["wide"] > choice.width or seen["headings"] != 1 or seen["small"] or seen["bare"]:
            self.faults.append((choice, seen))
        if seen["language"] != choice.language:
            self.faults.append((choice, seen["language"]))
        await self.judge(choice, tab)

    def unexpected(self, choice: Choice, status: int, url: str) -> list[str]:
        """A status that the role should not get, or a page that it should not see."""
        signs_in = choice.page in STAFFS and not choice.who
        beyond = choice.page == "draft" and choice.who not in {"", "publisher"}
        faults = [f"status {status}"] if status != (403 if beyond else 200) else []
        return faults + (
            [f"at {url}"] if ("sign-in" in url) != (signs_in or choice.page == "sign-in") else []
        )

    async def judge(self, choice: Choice, tab: Any) -> None:
        """What axe finds, once for each page and width; contrasts, which no width changes, once
        for each page and scheme of colours.
        """
        key, colours = (choice.page, choice.width), (choice.page, choice.scheme)
        if not AXE.exists() or not choice.script or key in self.judged:
            return
        without = CONTRAST if colours in self.coloured else ()
        self.judged.add(key)
        self.coloured.add(colours)
        self.faults += [(choice, *each) for each in await faults(tab, without=without)]


@pytest.mark.timeout(900)  # some 90 pages, a second each on a quiet machine
async def test_every_page_is_whole_for_everybody(
    pages: Opened, browser: Any, pytestconfig: pytest.Config
) -> None:
    looking = Looking(pages, browser)
    names = list(looking.paths)
    choices = every(names) if pytestconfig.getoption("--pages-all") else spread(names)
    for width in CHOICES["width"]:  # which no other role sees
        await looking.look(Choice("draft", "publisher", "vi", True, width, "light"))
    for choice in choices:
        await looking.look(choice)
    for name, width in itertools.product(names, CHOICES["width"]):
        if (name, width) not in looking.judged:  # axe needs script
            await looking.look(Choice(name, "inspector", "vi", True, width, "dark"))
    assert not looking.faults, json.dumps(
        looking.faults[:20], indent=1, default=str, ensure_ascii=False
    )
    assert len(looking.judged) == (2 * len(names) if AXE.exists() else 0)


async def test_a_receipt_folds_out_by_keyboard_and_its_digest_can_be_copied(
    pages: Opened, browser: Any
) -> None:
    context = await context_in(browser, viewport={"width": 1440, "height": 900})
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    name, _, value = pages.cookie("inspector").partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": f"http://{pages.address}"}])
    tab = await context.new_page()
    await tab.goto(f"http://{pages.address}/en/")
    await tab.locator("summary").first.focus()
    await tab.keyboard.press("Enter")
    slip = tab.locator(".paper").first
    assert await slip.is_visible()
    await slip.locator("button").first.click()
    await until(lambda: copied(tab))
    digest = await copied(tab)
    assert len(digest) == 64
    assert (await slip.locator("code").first.inner_text()).rstrip("…") == digest[:12]
    await context.close()


async def copied(tab: Any) -> str:
    return str(await tab.evaluate("navigator.clipboard.readText()"))


async def test_the_public_home_is_for_phones(pages: Opened, browser: Any) -> None:
    context = await context_in(browser, viewport={"width": 360, "height": 740})
    tab = await context.new_page()
    await tab.goto(f"http://{pages.address}/vi/")
    search = tab.locator("#q")
    assert (await search.bounding_box())["y"] < 740
    assert await tab.evaluate("document.documentElement.scrollHeight") < 6000
    await search.fill("khai sinh")
    await search.press("Enter")
    await tab.wait_for_url("**/vi/services?q=khai+sinh")
    await context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_the_overview_of_staff_is_short_on_a_phone(
    pages: Opened, browser: Any, language: str
) -> None:
    """Whatever is folded is still there, and stands on pages of its own."""
    context = await context_in(browser, viewport={"width": 360, "height": 740})
    name, _, value = pages.cookie("inspector").partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": f"http://{pages.address}"}])
    tab = await context.new_page()
    await tab.goto(f"http://{pages.address}/{language}/")
    height = await tab.evaluate("document.documentElement.scrollHeight")
    print(f"staff overview at 360 px, {language}: {height} px")  # noqa: T201
    assert height < 6000
    folded = tab.locator("section:has(#everything) details.more")
    assert await folded.locator("tr").count() > 1
    assert not await folded.locator("td").first.is_visible()
    await folded.locator("summary").first.click()
    assert await folded.locator("td").first.is_visible()
    await context.close()


async def test_conditions_of_a_definition_fold_out_below_their_words(
    pages: Opened, browser: Any
) -> None:
    context = await context_in(browser, viewport={"width": 1440, "height": 900})
    name, _, value = pages.cookie("leader@an-lac").partition("=")
    await context.add_cookies([{"name": name, "value": value, "url": f"http://{pages.address}"}])
    tab = await context.new_page()
    await tab.goto(f"http://{pages.address}/vi/indicators/on_time.ended")
    for folded in ("td code", "pre"):
        assert not await tab.locator(folded).first.is_visible()
    await tab.locator("td summary").first.click()
    assert await tab.locator("td code").first.is_visible()
    await context.close()
