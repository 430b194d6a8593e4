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

from tests.browser import ROOT, browser, context_in, needs_chromium
from tests.e2e.citizen import CHILD, MOTHER, PDF, Citizen
from tests.e2e.sample_portal import Sample, needs_node, sample_portal
from tests.waiting import until

playwright = pytest.importorskip("playwright.async_api")
expect = playwright.expect
pytestmark = [pytest.mark.long, needs_chromium, needs_node]

OFFERING = "services/khai-sinh-mau/offerings/phuong-mau"


@pytest.fixture(scope="module")
async def sample() -> AsyncIterator[Sample]:
    async with sample_portal() as running:
        yield running


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Any]:
    async with browser() as opened:
        yield opened


@pytest.fixture
async def citizen(sample: Sample, chromium: Any) -> AsyncIterator[Citizen]:
    context = await context_in(chromium, locale="vi-VN")
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
    await expect(citizen.tab.locator("main")).to_contain_text("20/11/2026")
    await citizen.look()
    await citizen.button("Nộp hồ sơ").click()
    number, _ = await citizen.number()
    assert await citizen.status() == "STATUS_SUBMITTED"
    code = citizen.tab.locator("img.qr")
    await until(lambda: code.evaluate("image => image.naturalWidth"))
    await citizen.look()
    await citizen.button("Nộp phí: 8.000 đồng").click()
    pays = citizen.tab.get_by_role("link", name="Sang trang thanh toán")
    await pays.wait_for()
    await citizen.look()
    await pays.click()
    await citizen.button("Trả tiền").click()
    await expect(citizen.tab.locator("#paid")).to_have_text("8.000 đồng")
    await sample.office("accept", number)
    await sample.office("finish", number)
    await citizen.tab.get_by_role("link", name="Hồ sơ của tôi").click()
    own = citizen.tab.get_by_role("link", name=number)
    await own.wait_for()
    await citizen.look()
    await own.click()
    assert await citizen.status() == "STATUS_RESULT_RETURNED"
    await citizen.tab.get_by_label("4").check()
    await citizen.button("Gửi").click()
    await expect(citizen.tab.locator("#rated")).to_have_text("4 / 5")
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
    await expect(citizen.tab.locator("#status")).to_have_text("Withdrawn")
    assert secret not in sample.log


async def test_what_is_wrong_stands_at_its_field_in_the_visitors_language(citizen: Citizen) -> None:
    await citizen.begin(person="test-2")
    await citizen.fill()
    await citizen.field("/copies").fill("11")
    await citizen.field("/mother/full_name").fill("")
    await citizen.field("applicant.full_name").fill("")
    await citizen.button("Tiếp tục").click()
    await expect(citizen.tab.get_by_role("alert")).to_be_focused()
    await expect(citizen.error("applicant.full_name")).to_contain_text("người nộp")
    await expect(citizen.error("/copies")).to_have_text("Không được quá 10.")
    await expect(citizen.error("/mother/full_name")).to_have_text("Bắt buộc phải có.")
    await citizen.look()
    summary = citizen.tab.get_by_role("alert")
    await summary.get_by_role("link", name="Người mẹ · Họ, chữ đệm, tên").press("Enter")
    await expect(citizen.field("/mother/full_name")).to_be_focused()
    await citizen.tab.get_by_role("link", name="English").click()
    await citizen.button("Continue").click()
    await expect(citizen.error("/copies")).to_have_text("Must be 10 or less.")
    await citizen.field("applicant.full_name").fill(MOTHER)
    await citizen.field("/mother/full_name").fill(MOTHER)
    await citizen.field("/copies").fill("3")
    await citizen.button("Continue").click()
    await citizen.tab.get_by_role("link", name="Continue").click()
    alert = citizen.tab.get_by_role("alert")
    await expect(alert).to_contain_text("Notification of birth")
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
    await expect(citizen.tab.locator("#saved")).to_have_text("Đang lưu…")
    await sample.stop("server.js")
    await expect(citizen.tab.locator("#saved")).to_contain_text("đang thử lại")
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
    await expect(citizen.tab.locator("a[href*='/dossiers/']")).to_have_text([number])


async def test_what_is_typed_after_a_session_ended_is_saved_once_somebody_signs_in_again(
    citizen: Citizen,
) -> None:
    await citizen.begin(person="test-1")
    await citizen.fill()
    await citizen.saved()
    cookies = await citizen.tab.context.cookies()
    await citizen.tab.context.clear_cookies()
    await citizen.field("/copies").fill("4")
    await expect(citizen.tab.locator("#saved")).to_contain_text("đang thử lại")
    await citizen.tab.context.add_cookies(cookies)
    await citizen.saved()


async def test_the_form_works_without_script(sample: Sample, chromium: Any) -> None:
    context = await context_in(chromium, java_script_enabled=False, locale="en-GB")
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
    await citizen.visit("vi/services/khai-sinh-mau")
    await citizen.button("Nộp trực tuyến").click()
    await citizen.file()
    dossier = citizen.tab.url
    await citizen.button("Đăng xuất").click()
    await citizen.visit("vi/sign-in")
    await citizen.tab.click("button[value=test-2]")
    for address in (draft, dossier):
        answer = await citizen.tab.goto(address)
        assert answer.status == 404, address


async def test_another_citizen_removes_no_file_of_a_dossier(
    sample: Sample, citizen: Citizen
) -> None:
    """The portal may, so that nothing but the portal stands between them."""
    await citizen.begin()
    await citizen.fill()
    await citizen.button("Tiếp tục").click()
    await citizen.attach()
    kept = citizen.tab.locator("form:has(.kept)")
    posted = await kept.evaluate("form => Object.fromEntries(new FormData(form))")
    dossier = citizen.tab.url.split("/drafts/")[1].split("/")[0]
    posted["name"] = f"dossiers/{dossier}/attachments/{posted['file']}"
    await citizen.tab.get_by_role("link", name="Tiếp tục").click()
    await citizen.button("Nộp hồ sơ").click()
    await citizen.number()
    await citizen.button("Đăng xuất").click()
    await citizen.begin(person="test-2")
    for file in (posted["file"], f"../../{dossier}/attachments/{posted['file']}"):
        answer = await citizen.tab.request.post(
            f"{citizen.tab.url}/remove", form=posted | {"file": file}, max_redirects=0
        )
        assert answer.status in {404, 422}


async def test_who_is_not_signed_in_sends_no_file_and_any_address_has_a_page(
    sample: Sample, citizen: Citizen
) -> None:
    file = PDF | {"buffer": b"x" * 2_000_000}
    page = f"{sample.origin}/vi/drafts/any/files"
    answer = await citizen.tab.request.post(page, multipart={"file": file}, max_redirects=0)
    assert answer.status == 413
    for address, status in (("vi", 200), ("en", 200), ("vix", 200), ("vi/nothing", 404)):
        answer = await citizen.tab.request.get(f"{sample.origin}/{address}")
        assert answer.status == status, address
