"""Lists narrowed down and put in order: subtree, filter, words, the Vietnamese alphabet.

Promises that every way of asking finds the same resources. Must not depend on the order of tests.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from tests.catalog.client import Client, fresh, refusal, stamp
from tests.catalog.conftest import Running
from tests.catalog.given import LEVEL_2, LEVEL_3, LEVEL_4

DAY = timedelta(days=1)
NOW = datetime.now(UTC)
TITLES = ["An Bình", "Ăn uống", "Ân Thi", "Đăng ký kết hôn", "Hoà An", "Hoàn Kiếm", "Yên Hoà"]


def names(listed: list[Any]) -> list[str]:
    return [each.name for each in listed]


async def wards(client: Client, *titles: str) -> tuple[str, dict[str, str]]:
    """A city, and the names of its wards by what they are called."""
    city = (await client.unit(vi="Thành phố", kind="city")).name
    made = {vi: (await client.unit(fresh("w"), parent=city, vi=vi)).name for vi in titles}
    return city, made


async def test_units_come_in_the_order_of_the_alphabet(client: Client) -> None:
    city, _ = await wards(client, *TITLES[::-1])
    asked = {"subtree": city, "order_by": "display_name", "filter": "kind = ward"}
    found = await client.every("Units", size=3, **asked)
    assert [each.display_name.vi for each in found] == TITLES


async def test_names_alike_are_told_apart_across_pages(client: Client) -> None:
    city, _ = await wards(client)
    alike = [(await client.unit(fresh("w"), parent=city, vi="Hòa Bình")).name for _ in range(5)]
    found = await client.every("Units", size=2, subtree=city, order_by="display_name")
    assert names(found) == [*alike, city]


async def test_pages_in_order_of_titles_hold_still_while_others_rename(client: Client) -> None:
    city, made = await wards(client, *TITLES)
    asked = {"subtree": city, "order_by": "display_name"}
    first = await client.page("Units", size=2, **asked)
    for name in list(made.values())[1:5]:
        await client.act("RenameUnit", name=name, display_name=facts.Text(vi="A", en="A"))
    await client.unit(parent=city, vi="An Bình")
    found, token = list(first.units), first.next_page_token
    while token:
        page = await client.page("Units", size=2, token=token, **asked)
        found, token = [*found, *page.units], page.next_page_token
    assert [each.display_name.vi for each in found] == [*TITLES[:6], "Thành phố", TITLES[6]]


@pytest.mark.parametrize(
    "query",
    ["dang ky khai sinh", "ĐĂNG KÝ khai sinh", "khai dang sinh ky", "dang khai si", "sinh, khai"],
)
async def test_services_are_found_without_marks_and_in_any_case(client: Client, query: str) -> None:
    city = (await client.unit()).name
    wanted = await client.service(city, vi="Đăng ký khai sinh")
    await client.service(city, vi="Đăng ký khai tử")
    assert names(await client.every("Services", query=query, subtree=city)) == [wanted.name]


@pytest.mark.parametrize("name", ["Ðăng ký \xf0ất đai", "Đăng ký đất đai"])
@pytest.mark.parametrize(
    "query",
    [
        unicodedata.normalize("NFD", "Đăng ký đất"),
        "Ðăng ký \u0256ất",  # Ð U+00D0, ɖ U+0256
        "đăng\xa0ký\u200b đ\xadất\ufeff",
        "ＤＡＮＧ ky dat",
    ],
)
async def test_how_a_query_was_typed_makes_no_difference(
    client: Client, name: str, query: str
) -> None:
    city = (await client.unit(vi="Quận", kind="quận")).name
    wanted = await client.service(city, vi=name)
    assert names(await client.every("Services", query=query, subtree=city)) == [wanted.name]
    apart = unicodedata.normalize("NFD", 'kind\u200b = "quận\u200b"')
    assert names(await client.every("Units", filter=apart, subtree=city)) == [city]


async def test_codes_english_names_and_ids_are_found_too(client: Client) -> None:
    city = (await client.unit(code="H26.01", vi="Quận")).name
    code = facts.ServiceCode(system="national", value="1.001193")
    service = (await client.service(city, codes=[code])).name
    of = {"subtree": city}
    for query in ("1.001193", "001193", "name", service.removeprefix("services/")):
        assert names(await client.every("Services", query=query, **of)) == [service]
    assert names(await client.every("Services", filter='code = "1.001193"', **of)) == [service]
    assert await client.every("Services", filter='code = "1.00119"', **of) == []
    assert names(await client.every("Units", query="h26", **of)) == [city]


async def test_only_the_last_word_may_be_unfinished(client: Client) -> None:
    city = (await client.unit()).name
    service = await client.service(city, vi="Cấp giấy phép xây dựng")
    found = {
        q: len(await client.every("Services", query=q, subtree=city)) for q in ("xa", "xa cap")
    }
    assert found == {"xa": 1, "xa cap": 0}
    assert service.display_name.vi == "Cấp giấy phép xây dựng"


async def test_what_is_searched_is_what_it_was_called_then(client: Client) -> None:
    city, made = await wards(client, "Hàng Trống")
    [ward] = made.values()
    await client.act(
        "RenameUnit",
        name=ward,
        display_name=facts.Text(vi="Hoàn Kiếm", en="Hoàn Kiếm"),
        effective_time=stamp(NOW + DAY),
    )
    found = {
        (query, day): names(
            await client.every("Units", query=query, subtree=city, as_of=stamp(NOW + day * DAY))
        )
        for query in ("hang trong", "hoan kiem")
        for day in (0.1, 2)
    }
    assert [bool(each) for each in found.values()] == [True, False, False, True]


async def offered(client: Client) -> dict[str, str]:
    """Two services by two units; offerings by a word."""
    city, made = await wards(client, "Phường Láng", "Phường Ngọc Hà")
    lang, ngoc = made.values()
    births = (await client.service(city, vi="Đăng ký khai sinh")).name
    plans = (await client.service(city, vi="Cấp phép xây dựng")).name
    return {
        "city": city,
        "births": births,
        "plans": plans,
        "lang": lang,
        "births, lang": (await client.offer(births, lang, LEVEL_4)).name,
        "births, ngoc": (await client.offer(births, ngoc, LEVEL_3)).name,
        "plans, lang": (await client.offer(plans, lang, LEVEL_2)).name,
    }


async def test_offerings_are_found_by_their_service_and_by_their_unit(client: Client) -> None:
    made = await offered(client)
    asked = {"parent": "services/-", "subtree": made["city"]}

    async def found(query: str, **more: str) -> list[str]:
        listed = await client.every("Offerings", query=query, size=1, **{**asked, **more})
        return names(listed)

    assert await found("khai sinh") == [made["births, lang"], made["births, ngoc"]]
    assert await found("phuong lang") == [made["births, lang"], made["plans, lang"]]
    assert await found("khai sinh", subtree=made["lang"]) == [made["births, lang"]]
    assert await found("phuong", parent=made["plans"]) == [made["plans, lang"]]
    assert await found("khai sinh", filter="level = 3") == [made["births, ngoc"]]
    assert await found("quá lạ") == []


async def test_offerings_found_by_words_come_in_the_order_of_their_names(client: Client) -> None:
    """Also where the name of one service begins like that of another."""
    city, made = await wards(client, "Phường A", "Phường B")
    content = api.Service(authority=city, display_name=facts.Text(vi="Xưng danh", en="Calling"))
    stem, offered_ = fresh("s"), []
    for end in ("z", "", ".2", "-1", "0"):
        service = await client.act("CreateService", service_id=stem + end, service=content)
        await client.publish(service.name)
        offered_ += [
            (await client.offer(service.name, unit, LEVEL_4)).name for unit in made.values()
        ]
    found = await client.every("Offerings", parent="services/-", query="xung danh", size=3)
    assert names(found) == sorted(offered_)


async def test_offerings_come_in_the_order_of_their_services_names(client: Client) -> None:
    made = await offered(client)
    asked = {"parent": "services/-", "order_by": "display_name", "subtree": made["city"]}
    expected = [made["plans, lang"], made["births, lang"], made["births, ngoc"]]
    assert names(await client.every("Offerings", size=1, **asked)) == expected
    searched = await client.every("Offerings", size=1, query="khai sinh", **asked)
    assert names(searched) == expected[1:]


async def test_offerings_are_filtered_by_what_they_are(client: Client) -> None:
    made = await offered(client)
    asked = {"parent": "services/-", "subtree": made["city"]}
    found = {
        text: len(await client.every("Offerings", filter=text, **asked))
        for text in (
            "level >= 3",
            "level >= 3 AND extent = FULL",
            "extent != FULL",
            f"service = {made['births']}",
            f"service != {made['births']}",
            f"unit = {made['lang']} AND level < 4",
            'rule = "vn.levels@1"',
            "verdict = UNKNOWN",
            "state != OPEN",
        )
    }
    assert list(found.values()) == [2, 1, 2, 2, 1, 1, 3, 0, 0]


async def test_a_planned_or_closed_offering_is_listed_when_it_is_asked_for(client: Client) -> None:
    made = await offered(client)
    asked = {"parent": "services/-", "subtree": made["city"]}
    await client.act("CloseOffering", name=made["plans, lang"], reason="Hết", effective_time=None)
    planned = await client.offer(made["plans"], made["city"], LEVEL_2, at=NOW + DAY)
    assert len(await client.every("Offerings", **asked)) == 2
    closed = await client.every("Offerings", filter="state = CLOSED", **asked)
    assert names(closed) == [made["plans, lang"]]
    found = await client.every("Offerings", filter="state = PLANNED", **asked)
    assert names(found) == [planned.name]
    assert len(await client.every("Offerings", as_of=stamp(NOW + 2 * DAY), **asked)) == 3


async def test_open_offerings_are_counted_by_unit_and_kind(client: Client) -> None:
    made = await offered(client)
    answer = await client.act("CountOfferings", subtree=made["city"])
    counted = {(each.unit, each.level): each.offerings for each in answer.counts}
    assert counted[made["lang"], 4] == counted[made["lang"], 2] == 1
    assert sum(counted.values()) == 3
    for each in answer.counts:
        alike: dict[str, Any] = {
            "filter": f"level = {each.level} AND unit = {each.unit}",
            "as_of": answer.as_of,
        }
        alike |= {"parent": "services/-", "as_known": answer.catalog_position}
        listed = await client.every("Offerings", **alike)
        lines = sorted(f"{found.name}\n".encode() for found in listed)
        assert (each.offerings, each.digest) == (len(lines), sha256(b"".join(lines)).hexdigest())
    some = await client.act("CountOfferings", subtree=made["lang"], filter="level = 4")
    [count] = some.counts
    assert (count.unit, count.extent, count.level_rule, count.offerings) == (
        made["lang"],
        facts.EXTENT_FULL,
        "vn.levels@1",
        1,
    )


async def test_what_cannot_be_asked_is_refused_by_name(catalog: Running) -> None:
    client = catalog.client("")
    refused = {
        "INVALID_ARGUMENT ORDER_UNKNOWN order_by": {"order_by": "code"},
        "INVALID_ARGUMENT QUERY_WITHOUT_WORDS query": {"query": " -- "},
        "INVALID_ARGUMENT FILTER_MALFORMED filter": {"filter": "state"},
        "INVALID_ARGUMENT FILTER_FIELD_UNKNOWN filter": {"filter": "level = 3"},
        "INVALID_ARGUMENT FILTER_VALUE_UNKNOWN filter": {"filter": "state = GONE"},
        "NOT_FOUND NONE_THEN subtree": {"subtree": "units/nowhere"},
        "INVALID_ARGUMENT NAME_MALFORMED subtree": {"subtree": "nowhere"},
    }
    for expected, asked in refused.items():
        assert await refusal(client.page("Units", **asked)) == expected
    none = client.page("Offerings", parent="services/none")
    assert await refusal(none) == "NOT_FOUND NONE_THEN parent"
    nowhere = client.act("CountOfferings", subtree="units/nowhere")
    assert await refusal(nowhere) == "NOT_FOUND NONE_THEN subtree"


async def test_several_are_answered_in_the_order_asked(client: Client) -> None:
    units = [await client.unit() for _ in range(4)]
    wanted = [units[2], units[0], units[3]]
    asked = [*[unit.name for unit in wanted], "units/nowhere"]
    assert list((await client.act("BatchGetUnits", names=asked)).units) == wanted
    service = await client.service(units[0].name)
    assert list((await client.act("BatchGetServices", names=[service.name])).services) == [service]
    offering = await client.offer(service.name, units[1].name, LEVEL_2)
    answer = await client.act("BatchGetOfferings", names=[offering.name, offering.name])
    assert list(answer.offerings) == [offering]
    before = await client.act("BatchGetUnits", names=asked, as_of=stamp(NOW - 900 * DAY))
    assert before == api.BatchGetUnitsResponse(missing_names=asked)
    assert (await refusal(client.act("BatchGetUnits", names=["services/a"]))).endswith("names")
    many = client.act("BatchGetUnits", names=["units/a"] * 1001)
    assert await refusal(many) == "INVALID_ARGUMENT LIST_TOO_LONG names"


async def test_whatever_a_name_is_made_of_it_is_found_by_its_words(client: Client) -> None:
    title = "Tổ ² nº 5b ﬁ 東京 Ђ 1e5 O'Brien"
    city = await client.unit(vi=title)
    for word in ["²", "nº", "5b", "fi", "東京", "ђ", "1e5", "o'brien", "brien", title]:
        assert await client.every("Units", query=word, subtree=city.name) == [city]
