"""Pictures of the main pages for docs/, taken of a demo that was kept up (`./motcua demo --keep`):

    .venv/bin/python -m tests.pages.screenshots http://127.0.0.1:32013 PASSWORD

Promises small files of the same names. Not a test itself.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

from playwright.async_api import async_playwright

DOCS = Path(__file__).parents[2] / "docs" / "pages"


class Picture(NamedTuple):
    """A file, and what is in it."""

    name: str
    path: str
    width: int
    height: int
    scheme: str = "light"


PICTURES = (
    Picture("city", "/en/", 1200, 860),
    Picture("league", "/vi/league", 1200, 860),
    Picture("figure", "/en/figures/online_handling?period=2026-10", 1200, 860),
    Picture("narrow", "/vi/", 360, 720, "dark"),
)


async def take(address: str, password: str) -> None:
    """All of them, as an inspector sees the pages."""
    DOCS.mkdir(exist_ok=True)
    async with async_playwright() as driver:
        program = shutil.which("chromium")
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
        browser = await driver.chromium.launch(executable_path=program, args=flags)
        for each in PICTURES:
            await one(browser, each, address, password)
        await browser.close()


async def one(browser: Any, picture: Picture, address: str, password: str) -> None:
    """Sign in, and look."""
    size = {"width": picture.width, "height": picture.height}
    context = await browser.new_context(viewport=size, color_scheme=picture.scheme)
    page = await context.new_page()
    await page.goto(f"{address}/en/sign-in")
    await page.fill("#account", "inspector")
    await page.fill("#password", password)
    await page.click("main button")
    await page.goto(f"{address}{picture.path}")
    await page.screenshot(path=DOCS / f"{picture.name}.png")
    await context.close()


if __name__ == "__main__":
    asyncio.run(take(*sys.argv[1:3]))
