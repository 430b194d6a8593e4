"""A citizen with a browser of his own, who goes through the sample portal as it is shown to him.

Promises to keep what is wrong with pages on his way. Must not ask any service.
"""

from __future__ import annotations

import re
from typing import Any

from tests.browser import faults
from tests.e2e.sample_portal import Sample

PDF = {"name": "giấy chứng sinh.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
CHILD, MOTHER = "Nguyễn Bí Mật", "Phạm Thị Riêng Tư"
TEXTS = {"/child/full_name": CHILD, "/child/birth_date": "2026-11-20", "/copies": "2"}
CHOSEN = ("/child/sex", "/delivery/1", "/truthful")


class Citizen:
    """A visitor with a browser of his own; what is wrong with pages on the way is kept."""

    def __init__(self, sample: Sample, tab: Any) -> None:
        self.sample, self.tab = sample, tab
        self.wrong: list[Any] = []
        tab.on("pageerror", lambda error: self.wrong.append((tab.url, str(error))))

    async def visit(self, path: str) -> None:
        await self.tab.goto(f"{self.sample.origin}/{path}")

    async def look(self) -> None:
        """What axe finds here, and whether it fits a telephone."""
        page = re.sub(r"[\w-]{36}", "*", self.tab.url.removeprefix(self.sample.origin))
        self.wrong += [(page, *each) for each in await faults(self.tab)]
        await self.tab.set_viewport_size({"width": 360, "height": 800})
        wide = await self.tab.evaluate("document.documentElement.scrollWidth")
        self.wrong += [(page, "wide", wide)] if wide > 360 else []

    async def look_once(self, there: Any) -> None:
        """The same once that is there, unless somebody has looked at it."""
        await there.wait_for()
        if self.tab.url not in self.sample.looked_at:
            self.sample.looked_at.add(self.tab.url)
            await self.look()

    def field(self, pointer: str) -> Any:
        return self.tab.locator(f'[id="f{pointer}"]')

    def error(self, pointer: str) -> Any:
        return self.tab.locator(f'[id="e{pointer}"]')

    def button(self, words: str) -> Any:
        return self.tab.get_by_role("button", name=words)

    async def begin(self, *, person: str = "test-1") -> None:
        """From the search to the form; the pages on the way are the same for every citizen."""
        await self.visit("vi/")
        await self.tab.fill("#q", "KHAI sinh")
        await self.tab.press("#q", "Enter")
        found = self.tab.get_by_role("link", name="Đăng ký khai sinh")
        await self.look_once(found)
        await found.click()
        await self.tab.get_by_role("link", name="Đăng nhập để nộp").click()
        signing_in = self.tab.locator(f"button[value={person}]")
        await self.look_once(signing_in)
        await signing_in.click()
        await self.look_once(self.button("Nộp trực tuyến"))
        await self.button("Nộp trực tuyến").click()
        await self.tab.wait_for_selector("#draft")

    async def fill(self) -> None:
        """Everything that the form requires."""
        for pointer, text in {**TEXTS, "/mother/full_name": MOTHER}.items():
            await self.field(pointer).fill(text)
        for pointer in CHOSEN:
            await self.field(pointer).check()

    async def saved(self) -> None:
        """Until the page says so by itself."""
        await expected(self.tab.locator("#saved")).to_have_text("Đã lưu.")

    async def attach(self) -> None:
        """The document that is required, and on to the check."""
        await self.tab.set_input_files("#file-giay-chung-sinh", PDF)
        await self.button("Tải lên Giấy chứng sinh").click()
        await expected(self.tab.locator(".kept")).to_contain_text("application/pdf")

    async def number(self) -> tuple[str, str]:
        """Of the dossier that was just filed, and its secret."""
        secret = await self.tab.inner_text("#secret")
        return await self.tab.inner_text("#number"), secret

    async def status(self) -> str | None:
        found: str | None = await self.tab.get_attribute("#status", "data-status")
        return found

    async def file(self) -> tuple[str, str]:
        """A dossier, from the form on."""
        await self.fill()
        await self.button("Tiếp tục").click()
        await self.attach()
        await self.tab.get_by_role("link", name="Tiếp tục").click()
        await self.button("Nộp hồ sơ").click()
        return await self.number()


def expected(locator: Any) -> Any:
    """Playwright's, which may not be here where this is only collected."""
    from playwright.async_api import expect

    return expect(locator)
