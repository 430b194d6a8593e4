"""The sample portal in a browser: a citizen finds a service, files, pays, tracks, rates, withdraws.

Promises the whole way over real services, accessible pages, faults at their fields, and that
neither a restart nor a second press of a button loses or doubles anything.
"""

from __future__ import annotations

import re
import sysconfig
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import ROOT, browser, faults, needs_chromium
from tests.e2e.sample_portal import Sample, needs_node, sample_portal

playwright = pytest.importorskip("playwright.async_api")
expect = playwright.expect
pytestmark = [pytest.mark.long, needs_chromium, needs_node]

PDF = {"name": "giấy chứng sinh.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
OFFERING = "services/khai-sinh-mau/offerings/phuong-mau"
CHILD, MOTHER = "Nguyễn Bí Mật", "Phạm Thị Riêng Tư"
TEXTS = {"/child/full_name": CHILD, "/child/birth_date": "2026-11-20", "/copies": "2"}
CHOSEN = ("/child/sex", "/delivery/1", "/truthful")
IN_TIME = 60_000  # milliseconds


@pytest.fixture(scope="module")
async def sample() -> AsyncIterator[Sample]:
    async with sample_portal() as running:
        yield running


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Any]:
    async with browser() as opened:
        yield opened


class Citizen:
    """A visitor with a browser of his own; what is wrong with pages on the way is kept."""

    def __init__(self, sample: Sample, tab: Any) -> None:
        self.sample, self.tab = sample, tab
        self.wrong: list[Any] = []
        tab.set_default_timeout(IN_TIME)
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

    def field(self, pointer: str) -> Any:
        return self.tab.locator(f'[id="f{pointer}"]')

    def error(self, pointer: str) -> Any:
        return self.tab.locator(f'[id="e{pointer}"]')

    def button(self, words: str) -> Any:
        return self.tab.get_by_role("button", name=words)

    async def begin(self, *, person: str = "test-1") -> None:
        """From the search to the form."""
        await self.visit("vi/")
        await self.tab.fill("#q", "KHAI sinh")
        await self.tab.press("#q", "Enter")
        await self.look()
        await self.tab.get_by_role("link", name="Đăng ký khai sinh").click()
        await self.tab.get_by_role("link", name="Đăng nhập để nộp").click()
        await self.look()
        await self.tab.click(f"button[value={person}]")
        await self.look()
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
        await expect(self.tab.locator("#saved")).to_have_text("Đã lưu.", timeout=IN_TIME)

    async def attach(self) -> None:
        """The document that is required, and on to the check."""
        await self.tab.set_input_files("#file-giay-chung-sinh", PDF)
        await self.button("Tải lên Giấy chứng sinh").click()
        await expect(self.tab.locator(".kept")).to_contain_text("application/pdf", timeout=IN_TIME)

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


@pytest.fixture
async def citizen(sample: Sample, chromium: Any) -> AsyncIterator[Citizen]:
    context = await chromium.new_context(locale="vi-VN")
    found = Citizen(sample, await context.new_page())
    yield found
    await context.close()
    assert not found.wrong


async def test_a_citizen_files_pays_tracks_and_rates(sample: Sample, citizen: Citizen) -> None:
    await citizen.begin()
    await citizen.fill()
    await citizen.saved()
    await citizen.look()
    await citizen.button("Tiếp tục").click()
    await citizen.attach()
    await citizen.look()
    await citizen.tab.get_by_role("link", name="Tiếp tục").click()
    await expect(citizen.tab.locator("main")).to_contain_text(MOTHER)
    await citizen.look()
    await citizen.button("Nộp hồ sơ").click()
    number, _ = await citizen.number()
    assert await citizen.status() == "STATUS_SUBMITTED"
    assert await citizen.tab.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    await citizen.look()
    await citizen.button("Nộp phí: 8.000 đồng").click()
    await citizen.look()
    await citizen.tab.get_by_role("link", name="Sang trang thanh toán").click()
    await citizen.button("Trả tiền").click()
    await expect(citizen.tab.locator("#paid")).to_have_text("8.000 đồng", timeout=IN_TIME)
    await sample.office("accept", number)
    await sample.office("finish", number)
    await citizen.tab.get_by_role("link", name="Hồ sơ của tôi").click()
    await citizen.look()
    await citizen.tab.get_by_role("link", name=number).click()
    assert await citizen.status() == "STATUS_RESULT_RETURNED"
    await citizen.tab.get_by_label("4").check()
    await citizen.button("Gửi").click()
    await expect(citizen.tab.locator("#rated")).to_have_text("4 / 5", timeout=IN_TIME)
    await citizen.look()


async def test_number_and_secret_track_and_withdraw_without_signing_in(
    sample: Sample, citizen: Citizen
) -> None:
    await citizen.begin()
    number, secret = await citizen.file()
    await citizen.button("Đăng xuất").click()
    await citizen.visit(f"en/track?number={number}")
    await citizen.tab.fill("#secret", "0000-0000-0000-0000")
    await citizen.button("Track a dossier").click()
    await expect(citizen.tab.get_by_role("alert")).to_contain_text("secret is wrong")
    await citizen.look()
    await citizen.tab.fill("#secret", secret.lower())
    await citizen.button("Track a dossier").click()
    assert await citizen.status() == "STATUS_SUBMITTED"
    assert secret not in citizen.tab.url
    await citizen.tab.locator("summary").click()
    await citizen.button("I want to withdraw").click()
    await expect(citizen.tab.locator("#status")).to_have_text("Withdrawn", timeout=IN_TIME)
    assert secret not in sample.log


async def test_what_is_wrong_stands_at_its_field_in_the_visitors_language(citizen: Citizen) -> None:
    await citizen.begin(person="test-2")
    await citizen.fill()
    await citizen.field("/copies").fill("11")
    await citizen.field("/mother/full_name").fill("")
    await citizen.field("applicant.full_name").fill("")
    await citizen.button("Tiếp tục").click()
    await expect(citizen.tab.get_by_role("alert")).to_be_focused(timeout=IN_TIME)
    await expect(citizen.error("applicant.full_name")).to_contain_text("người nộp")
    await expect(citizen.error("/copies")).to_have_text("Không được quá 10.", timeout=IN_TIME)
    await expect(citizen.error("/mother/full_name")).to_have_text("Bắt buộc phải có.")
    await citizen.look()
    summary = citizen.tab.get_by_role("alert")
    await summary.get_by_role("link", name="Người mẹ · Họ, chữ đệm, tên").press("Enter")
    await expect(citizen.field("/mother/full_name")).to_be_focused()
    await citizen.tab.get_by_role("link", name="English").click()
    await citizen.button("Continue").click()
    await expect(citizen.error("/copies")).to_have_text("Must be 10 or less.", timeout=IN_TIME)
    await citizen.field("applicant.full_name").fill(MOTHER)
    await citizen.field("/mother/full_name").fill(MOTHER)
    await citizen.field("/copies").fill("3")
    await citizen.button("Continue").click()
    await citizen.tab.get_by_role("link", name="Continue").click()
    alert = citizen.tab.get_by_role("alert")
    await expect(alert).to_contain_text("Notification of birth", timeout=IN_TIME)
    await expect(citizen.button("Submit")).to_have_count(0)
    await citizen.look()


async def test_a_restart_between_saving_and_submitting_loses_nothing_and_two_presses_file_once(
    sample: Sample, citizen: Citizen
) -> None:
    await citizen.begin(person="test-3")
    await citizen.fill()
    await citizen.saved()
    draft = citizen.tab.url
    service = sample.stack.services["submissions"]
    await service.kill()
    await citizen.field("/copies").fill("5")
    await expect(citizen.tab.locator("#saved")).to_have_text("Đang lưu…", timeout=IN_TIME)
    await sample.stop("server.js")
    await expect(citizen.tab.locator("#saved")).to_contain_text("đang thử lại", timeout=IN_TIME)
    await service.start()
    await sample.start("server.js")
    await citizen.visit("vi/sign-in")  # the portal keeps sessions in memory
    await citizen.tab.click("button[value=test-3]")
    await citizen.tab.goto(draft)
    await expect(citizen.field("/mother/full_name")).to_have_value(MOTHER)
    await citizen.field("/copies").fill("5")
    await citizen.button("Tiếp tục").click()
    await citizen.attach()
    await citizen.tab.get_by_role("link", name="Tiếp tục").click()
    await service.kill()
    await citizen.button("Nộp hồ sơ").dblclick(no_wait_after=True)
    await service.start()
    number, _ = await citizen.number()
    await citizen.tab.get_by_role("link", name="Hồ sơ của tôi").click()
    listed = await citizen.tab.locator("a[href*='/dossiers/']").all_inner_texts()
    assert listed == [number]


async def test_the_form_works_without_script(sample: Sample, chromium: Any) -> None:
    context = await chromium.new_context(java_script_enabled=False, locale="en-GB")
    tab = await context.new_page()
    await tab.goto(f"{sample.origin}/en/sign-in?next=services/khai-sinh-mau")
    await tab.click("button[value=test-2]")
    await tab.get_by_role("button", name="File online").click()
    await tab.fill('[id="f/child/full_name"]', CHILD)
    await tab.fill('[id="f/siblings/0/full_name"]', "Anh Cả")
    await tab.get_by_role("button", name="Save").click()
    assert await tab.input_value('[id="f/child/full_name"]') == CHILD
    assert await tab.input_value('[id="f/siblings/1/full_name"]') == ""
    await tab.get_by_role("button", name="Continue").click()
    assert "Is required." in await tab.inner_text('[id="e/mother/full_name"]')
    await context.close()


async def test_the_client_of_the_page_finds_and_shows_a_refusal(
    sample: Sample, tmp_path: Path
) -> None:
    page = (ROOT / "docs" / "portals.md").read_text(encoding="utf-8")
    [client] = re.findall(r"^```js\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    script = tmp_path / "first.mjs"
    script.write_text(client, encoding="utf-8")
    (tmp_path / "proto").symlink_to(ROOT / "proto")
    packages = tmp_path / "node_modules"
    packages.mkdir()
    (packages / "@grpc").symlink_to(ROOT / "node_modules" / "@grpc")
    # Google's contracts as Python's package has them, which are those of npm's.
    (packages / "google-proto-files").symlink_to(sysconfig.get_path("purelib"))
    said = await sample.run(script, "khai sinh", OFFERING, **sample.words_of_the_page())
    assert said.splitlines() == [
        "services/khai-sinh-mau Đăng ký khai sinh (mẫu)",
        "UNIT_UNKNOWN Không có đơn vị units/nowhere.",
        "draft.receiving_unit UNIT_UNKNOWN",
    ]


async def test_the_log_names_nobody(sample: Sample) -> None:
    assert "listens" in sample.log
    for name in (CHILD, MOTHER, "Nguyễn Thị Thử", "giấy chứng sinh"):
        assert name not in sample.log


async def test_another_citizen_has_neither_draft_nor_dossier(
    sample: Sample, citizen: Citizen
) -> None:
    await citizen.begin()
    draft = citizen.tab.url
    await citizen.visit("vi/mine")
    dossiers = await citizen.tab.locator("a[href*='/dossiers/']").evaluate_all(
        "found => found.map(each => each.href)"
    )
    assert dossiers
    await citizen.button("Đăng xuất").click()
    await citizen.visit("vi/sign-in")
    await citizen.tab.click("button[value=test-2]")
    for address in (draft, *dossiers):
        answer = await citizen.tab.goto(address)
        assert answer.status == 404
