"""Whoever asks the pages whatever: what a role may see and no more, words for what cannot be read,
and never an error of ours.

Asked over HTTP, as a browser without script does.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as submissions
from services.console.demo.courses import work
from tests.pages.opened import Answer, Opened

pytestmark = pytest.mark.long

EVERYBODYS = (
    "",
    "indicators",
    "indicators/online_handling",
    "services",
    "track",
    "sign-in",
    "publications",
    "services?q=khai+sinh",
    "units/an-lac",
)
STAFFS = (
    "league",
    "reconciliation",
    "scores",
    "indicators/online_handling/draft",
    "figures/online_handling@1?period=2026-01&known=1.1",
    "live?period=2026-01",
)


def secure(answer: Answer) -> bool:
    policy = answer.headers["content-security-policy"]
    wanted = ("default-src 'none'", "style-src 'sha256-", "script-src 'sha256-", "base-uri 'none'")
    return (
        all(each in policy for each in wanted)
        and "unsafe" not in policy
        and answer.headers["referrer-policy"] == "no-referrer"
        and answer.headers["x-content-type-options"] == "nosniff"
    )


@pytest.mark.parametrize("who", ["", "inspector", "leader@an-lac", "officer@an-lac", "publisher"])
async def test_everybody_finds_what_is_for_everybody(pages: Opened, who: str) -> None:
    for path in EVERYBODYS:
        if who.endswith("@an-lac") and path == "":
            continue  # he is led to his unit: the whole city is beyond it
        answer = pages.ask(f"/vi/{path}", who)
        assert (answer.status, secure(answer)) == (200, True), (path, answer.text[-300:])
        kept = answer.headers["cache-control"]
        assert kept == ("private, no-store" if who else "public, max-age=60")


async def test_the_public_is_asked_to_sign_in_and_led_back(pages: Opened) -> None:
    for path in STAFFS:
        answer = pages.ask(f"/en/{path}")
        assert answer.status == 303, path
        assert answer.headers["location"].startswith("/en/sign-in?next=/en/")
    form = {"account": "inspector", "password": pages.password}
    answer = pages.ask("/en/sign-in?next=/en/league", form=form)
    assert (answer.status, answer.headers["location"]) == (303, "/en/league")
    for foreign in (
        "//evil.example",
        "https://evil.example/vi/",
        "/en//evil.example",
        "/en/\\evil",
    ):
        answer = pages.ask(f"/en/sign-in?next={foreign}", form=form)
        assert answer.headers["location"] == "/en/"


async def test_a_leader_sees_his_unit_and_is_told_of_others(pages: Opened) -> None:
    own = pages.ask("/en/units/an-lac", "leader@an-lac")
    assert own.status == 200
    assert "How many of those in hand are overdue?" in own.text
    other = pages.ask("/en/units/binh-lac", "leader@an-lac")
    assert other.status == 403
    assert 'href="/en/units/an-lac"' in other.text
    assert "NOT_PERMITTED" in other.text


async def test_items_and_leaves_are_for_inspectors_and_leaders(pages: Opened) -> None:
    year = pages.month.year - 1
    address = f"/en/figures/online_handling?unit=an-lac&period={year}"
    found = {
        who: pages.get(address, who)
        for who in ("inspector", "leader@an-lac", "officer@an-lac", "publisher")
    }
    inside = {who for who, text in found.items() if "dossiers/" in text}
    assert inside == {"inspector", "leader@an-lac"}
    assert {who for who, text in found.items() if "The digest&#39;s tree" in text} == inside
    lasting = pages.ask(address, "officer@an-lac").headers["location"]
    file = pages.ask(f"{lasting}&format=csv&table=items", "officer@an-lac")
    assert file.status == 404
    rows = pages.ask(f"{lasting}&format=csv&table=items", "inspector").text.splitlines()
    assert rows[0].removeprefix("\ufeff").startswith("item,class,class_id,reason")
    assert len(rows) > 1


async def test_a_figure_says_on_whose_word_it_rests_where_somebody_asks(pages: Opened) -> None:
    year = pages.month.year - 1
    address = f"/en/figures/online_handling?unit=an-lac&period={year}"
    lasting = pages.ask(address, "officer@an-lac").headers["location"]
    plain = pages.get(lasting, "officer@an-lac")
    assert "On whose word it rests" in plain
    assert "due date: stated" not in plain
    told = pages.get(f"{lasting}&provenance=yes", "officer@an-lac")
    [of_due] = re.findall(r'due date: stated[^<]*</th><td[^>]*><a href="([^"]+)"', told)
    assert "due date: stated" in pages.get(unescape(of_due), "officer@an-lac")
    petitions = f"/en/figures/petition.on_time?period={year}"
    lasting = pages.ask(petitions, "inspector").headers["location"]
    told = pages.get(f"{lasting}&provenance=yes", "inspector")
    assert "transferred: stated" in told
    assert "due date: stated" not in told
    services = f"/en/figures/coverage.l3l4?period={year}"
    lasting = pages.ask(services, "inspector").headers["location"]
    assert "On whose word" not in pages.get(f"{lasting}&provenance=yes", "inspector")


async def test_a_figure_shows_what_was_published_of_it_and_how_it_moved(pages: Opened) -> None:
    year = pages.month.year - 1
    of_year = f"/en/figures/online_handling?unit=an-lac&period={year}"
    text = pages.get(of_year, "officer@an-lac")
    assert "What was published of this figure" in text
    assert "How it moved since it was published" in text
    [name] = set(re.findall(r'href="/en/(publications/[^"]+)"', text))
    published = pages.get(f"/en/{name}", "officer@an-lac")
    [value] = re.findall(rf'<a href="/en/{name}"><b>(.*?)</b>', text)
    assert f'<span class="fraction">{value}</span>' in published
    other = pages.get(of_year.replace(str(year), f"{year}-11"), "officer@an-lac")
    assert "What was published" not in other


async def test_a_publisher_sees_what_a_draft_would_move(pages: Opened) -> None:
    path = "/en/indicators/online_handling/draft"
    form = pages.get(path, "publisher")
    text = unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", form, re.DOTALL)[0])
    assert pages.ask(path, "inspector").status == 403
    year = str(pages.month.year - 1)
    same = pages.ask(path, "publisher", form={"text": text, "period": year})
    assert (same.status, "No item moves." in same.text) == (200, True)
    assert same.headers["cache-control"] == "private, no-store"
    other = text.replace('"online"', '"post"')
    moved = pages.ask(path, "publisher", form={"text": other, "period": year})
    assert moved.status == 200, moved.text[-500:]
    assert "Items that move" in moved.text
    assert "dossiers/" not in moved.text  # which ones is for inspectors and leaders
    broken = pages.ask(path, "publisher", form={"text": "id = ", "period": year})
    assert broken.status == 400
    assert 'role="alert"' in broken.text
    assert ">id = </textarea>" in broken.text
    large = pages.ask(path, "publisher", form={"text": "x" * 250_000})
    assert large.status == 400
    assert pages.ask(path, "inspector", form={"text": "x" * 250_000}).status == 403


async def test_a_wrong_password_a_tampered_cookie_and_a_foreign_form_open_nothing(
    pages: Opened,
) -> None:
    wrong = pages.ask("/en/sign-in", form={"account": "inspector", "password": "x"})
    assert (wrong.status, "set-cookie" in wrong.headers) == (403, False)
    unknown = pages.ask("/en/sign-in", form={"account": "king", "password": pages.password})
    assert unknown.status == 403
    name, _, value = pages.cookie("inspector").partition("=")
    for cookie in (f"{name}={value[:-6]}AAAA==", f"{name}=2{value[1:]}", f"{name}=", "session=x.y"):
        assert pages.ask("/en/league", cookie=cookie).status == 303
    form = {"account": "inspector", "password": pages.password}
    for headers in (
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        assert pages.ask("/en/sign-in", form=form, **headers).status == 403
    assert pages.ask("/en/sign-in", form=form, origin="null").status == 303


async def test_who_signs_out_is_the_public_again(pages: Opened) -> None:
    answer = pages.ask("/en/sign-out", "publisher", form={})
    del pages.cookies["publisher"]  # its session has ended, in every copy
    assert answer.status == 303
    assert re.match(r'session="";|session=;', answer.headers["set-cookie"])
    assert pages.ask("/en/sign-out").status == 404


async def test_the_browser_that_has_a_public_page_is_told_so(pages: Opened) -> None:
    first = pages.ask("/vi/services")
    again = pages.ask("/vi/services", if_none_match=first.headers["etag"])
    assert (again.status, again.text) == (304, "")
    assert pages.ask("/en/services", if_none_match=first.headers["etag"]).status == 200


async def test_pages_and_tables_are_compressed_and_events_are_not(pages: Opened) -> None:
    for path in ("league", "league?format=csv"):
        plain = pages.ask(f"/vi/{path}", "inspector")
        packed = pages.ask(f"/vi/{path}", "inspector", accept_encoding="gzip")
        assert (packed.text, packed.headers["content-encoding"]) == (plain.text, "gzip")
        assert "Accept-Encoding" in packed.headers["vary"]
        assert "content-encoding" not in plain.headers
    events = await listening(
        pages, f"/en/live?period={pages.month:%Y-%m}", "inspector", "Accept-Encoding: gzip"
    )
    assert (await anext(events))["figure"] in range(6)
    await events.aclose()


async def test_the_first_page_is_in_the_readers_language(pages: Opened) -> None:
    for asked, found in (("en-GB,en;q=0.9", "/en/"), ("vi", "/vi/"), ("fr", "/vi/"), ("", "/vi/")):
        assert pages.ask("/", accept_language=asked).headers["location"] == found
    assert pages.ask("/fr/").status == 404


async def test_a_dossier_is_tracked_by_number_and_secret_alone(pages: Opened) -> None:
    number, secret = await submitted(pages)
    form = pages.get(f"/en/track?number={number}")
    assert f'value="{number}"' in form
    right = pages.ask("/en/track", form={"number": number, "secret": secret})
    assert right.status == 200
    assert "Submitted" in right.text
    assert secret not in right.text
    assert right.headers["referrer-policy"] == "no-referrer"
    assert right.headers["cache-control"] == "private, no-store"
    wrong = pages.ask("/en/track", form={"number": number, "secret": "8K3M-0Q7T-ZB2A-9XWD"})
    none = pages.ask("/en/track", form={"number": "none-260101-0001", "secret": secret})
    assert wrong.status == none.status == 404
    assert wrong.text.replace(number, "") == none.text.replace("none-260101-0001", "")


async def submitted(pages: Opened) -> tuple[str, str]:
    """A dossier of today: its number, and its secret."""
    offering = next(each for each in pages.city.catalogue.offerings if each.unit == "an-lac")
    request = submissions.SubmitDossierRequest(
        offering=f"services/{offering.service}/offerings/an-lac",
        receiving_unit="units/an-lac",
        channel=facts.CHANNEL_IN_PERSON,
        request_id=str(uuid4()),
        documents=["to-khai", "can-cuoc"],
    )
    method, unit = pages.portal.submissions.SubmitDossier, "units/an-lac"
    found = await pages.portal.call(method, request, role="portal", unit=unit)
    return found.dossier.number, found.secret


async def test_an_open_page_hears_of_a_change(pages: Opened) -> None:
    period = f"{pages.month:%Y-%m}"
    events = await listening(pages, f"/en/live?period={period}", "inspector")
    first = dict[int, str]()
    while first.keys() != {0, 1, 2, 3, 4, 5}:  # one may move meanwhile by what tests before did
        each = await anext(events)
        first[each["figure"]] = each["markup"]
    await work(
        pages.portal,
        pages.city.catalogue.offerings,
        dossiers=5,
        catalog_position=0,
        advance=lambda _: None,
    )
    changed = await anext(events)
    assert changed["markup"] != first[changed["figure"]]
    assert "<h3 " in changed["markup"]
    await events.aclose()


async def listening(
    pages: Opened, path: str, who: str, asked: str = "Accept: text/event-stream"
) -> AsyncIterator[Any]:
    """Server-sent events as they come."""
    host, _, port = pages.address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    cookie = pages.cookie(who)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n{asked}\r\n\r\n".encode())

    async def events() -> AsyncIterator[Any]:
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
        finally:
            writer.close()

    return events()
