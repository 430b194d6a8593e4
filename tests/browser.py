"""A real browser, by which pages are opened, and axe, by which their accessibility is judged.

Promises a skip that says what to install where there is no browser. Must not know any page.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-gpu", "--no-first-run", "--disable-quic",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """([tags, off]) => axe.run(document, {
  runOnly: tags, resultTypes: ["violations"],
  rules: Object.fromEntries(off.map(rule => [rule, {enabled: false}])),
}).then(found => found.violations.map(each =>
  [each.id, each.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]))"""
CONTRAST = ("color-contrast",)  # what takes longest: it draws a page element by element

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium here: apt install chromium fonts-dejavu-core"
)


IN_TIME = 60_000  # milliseconds: of all, a browser starves first on a busy machine


@asynccontextmanager
async def browser() -> AsyncIterator[Any]:
    """Chromium, without a window."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=IN_TIME)  # five seconds otherwise
    async with async_playwright() as driver:
        opened = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        await opened.close()


async def context_in(opened: Any, **options: Any) -> Any:
    """A visitor's own cookies and tabs, in which what comes is waited for."""
    context = await opened.new_context(**options)
    context.set_default_timeout(IN_TIME)
    return context


async def faults(tab: Any, *, without: Sequence[str] = ()) -> list[Any]:
    """What axe finds on the page that is open, by all rules but some; nothing where axe is not
    here.
    """
    if not AXE.exists():
        return []
    await tab.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = await tab.evaluate(JUDGE, [RULES, [*without]])
    return found
