"""What a version of a public service may say, and what is refused, with its place.

Promises one test for each rule. Must not need a database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import content as contents
from tests.catalog.given import text
from tests.catalog.given_services import WHOLE, drafting
from tests.catalog.refusals import refusal_of

Said = facts.ServiceContent


def sound(**said: Any) -> Said:
    """A content with no more than it needs, and what is said."""
    return Said(**{"display_name": text(), "authority": "units/q1", **said})


def refused(stated: Said) -> str:
    return refusal_of(contents.require_sound, stated, field="service")


def taken(stated: Said) -> Said:
    """What is recorded of a content that a draft proposes."""
    [draft] = drafting(stated=stated)
    content: Said = draft.message.content
    return content


def time(amount: int = 1, channel: facts.Channel = facts.CHANNEL_ONLINE) -> facts.ProcessingTime:
    return facts.ProcessingTime(channel=channel, amount=amount, unit=facts.TIME_UNIT_WORKING_DAY)


def code(value: str, system: str = "national") -> facts.ServiceCode:
    return facts.ServiceCode(system=system, value=value)


def test_the_least_and_the_most_are_sound() -> None:
    assert taken(sound()) == sound()
    assert taken(WHOLE) == WHOLE


def test_the_example_of_everything_has_everything() -> None:
    said = {field.name for field, _ in WHOLE.ListFields()}
    assert said == contents.FIELDS


ENGLISH = facts.Text(en="Name")
FAULTS = {
    "DISPLAY_NAME_MISSING service.display_name.vi": sound(display_name=ENGLISH),
    "DISPLAY_NAME_MISSING service.steps[1].title.vi": sound(
        steps=[facts.Step(title=text()), facts.Step(title=ENGLISH)]
    ),
    "DISPLAY_NAME_MISSING service.documents[0].name.vi": sound(
        documents=[facts.RequiredDocument(code="X")]
    ),
    "DISPLAY_NAME_MISSING service.forms[0].name.vi": sound(forms=[facts.Form(code="X")]),
    "VIETNAMESE_MISSING service.description.vi": sound(description=ENGLISH),
    "VIETNAMESE_MISSING service.fees[0].name.vi": sound(fees=[facts.FeeLine(name=ENGLISH)]),
    "VIETNAMESE_MISSING service.legal_bases[0].title.vi": sound(
        legal_bases=[facts.LegalBasis(number="1", title=ENGLISH)]
    ),
    "LEGAL_BASIS_UNNAMED service.legal_bases[0].number": sound(
        legal_bases=[facts.LegalBasis(number=" ", url="https://vbpl.vn")]
    ),
    "CODE_INCOMPLETE service.codes[0].system": sound(codes=[code("1", "")]),
    "CODE_INCOMPLETE service.codes[0].value": sound(codes=[code(" ")]),
    "CODE_REPEATED service.codes[2].value": sound(codes=[code("1"), code("2"), code("1")]),
    "FEE_NEGATIVE service.fees[1].amount": sound(
        fees=[facts.FeeLine(amount=1), facts.FeeLine(amount=-1)]
    ),
    "FEE_TOO_HIGH service.fees[0].amount": sound(fees=[facts.FeeLine(amount=10**15 + 1)]),
    "COUNT_NEGATIVE service.documents[0].originals": sound(
        documents=[facts.RequiredDocument(name=text(), originals=-1)]
    ),
    "COUNT_NEGATIVE service.documents[0].copies": sound(
        documents=[facts.RequiredDocument(name=text(), copies=-1)]
    ),
    "AMOUNT_OUT_OF_RANGE service.processing_times[0].amount": sound(processing_times=[time(0)]),
    "AMOUNT_OUT_OF_RANGE service.processing_times[1].amount": sound(
        processing_times=[time(), time(10_001, facts.CHANNEL_POST)]
    ),
    "TIME_UNIT_MISSING service.processing_times[0].unit": sound(
        processing_times=[facts.ProcessingTime(amount=1)]
    ),
    "CHANNEL_REPEATED service.processing_times[1].channel": sound(
        processing_times=[time(1, facts.CHANNEL_UNSPECIFIED), time(2, facts.CHANNEL_UNSPECIFIED)]
    ),
    "CHANNEL_UNNAMED service.payment_channels[0]": sound(
        payment_channels=[facts.CHANNEL_UNSPECIFIED]
    ),
    "CHANNEL_REPEATED service.delivery_channels[1]": sound(
        delivery_channels=[facts.CHANNEL_POST, facts.CHANNEL_POST]
    ),
    "URL_NOT_OF_THE_WEB service.url": sound(url="ftp://dvc.vn"),
    "URL_NOT_OF_THE_WEB service.forms[0].url": sound(
        forms=[facts.Form(name=text(), url="javascript:alert(1)")]
    ),
    "URL_NOT_OF_THE_WEB service.legal_bases[0].url": sound(
        legal_bases=[facts.LegalBasis(number="1", url="//vbpl.vn")]
    ),
    "FORM_SCHEMA_NOT_JSON service.form_schema": sound(form_schema="{"),
}


@pytest.mark.parametrize(("reason", "stated"), FAULTS.items(), ids=FAULTS)
def test_a_fault_is_refused_with_its_place(reason: str, stated: Said) -> None:
    assert refused(stated) == reason


@pytest.mark.parametrize(
    "stated",
    [
        sound(fees=[facts.FeeLine(code="LP")]),
        sound(fees=[facts.FeeLine(amount=10**15)]),
        sound(codes=[code("1"), code("2"), code("1", "local")]),
        sound(codes=[code("000.00.00.H26")]),
        sound(legal_bases=[facts.LegalBasis(title=text())]),
        sound(documents=[facts.RequiredDocument(name=text())]),
        sound(processing_times=[time(1), time(2, facts.CHANNEL_UNSPECIFIED)]),
        sound(processing_times=[time(10_000)]),
        sound(description=facts.Text(vi="Mô tả")),
        sound(url="https://dịchvucông.gov.vn:8443/a?b=c#d"),
        sound(url="HTTP://[2001:db8::1]/"),
    ],
)
def test_what_is_left_open_is_sound(stated: Said) -> None:
    assert taken(stated) == stated


@pytest.mark.parametrize(
    "url",
    [
        "dvc.vn",
        "https://",
        "https:///a",
        "https://a b.vn",
        "https://[::1",
        "http://a:x",
        "http:a.vn",
    ],
)
def test_an_address_leads_somewhere_on_the_web(url: str) -> None:
    assert refused(sound(url=url)) == "URL_NOT_OF_THE_WEB service.url"


LISTS: dict[str, Callable[[int], Any]] = {
    "codes": lambda n: code(str(n)),
    "fees": lambda n: facts.FeeLine(code=str(n)),
    "legal_bases": lambda n: facts.LegalBasis(number=str(n)),
    "steps": lambda _: facts.Step(title=text()),
    "documents": lambda _: facts.RequiredDocument(name=text()),
    "processing_times": lambda _: time(),
    "forms": lambda _: facts.Form(name=text()),
    "payment_channels": lambda _: facts.CHANNEL_ONLINE,
    "delivery_channels": lambda _: facts.CHANNEL_ONLINE,
}


def test_every_list_is_bounded() -> None:
    lists = {field.name for field in Said.DESCRIPTOR.fields if field.is_repeated}
    assert lists == LISTS.keys()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_at_most_100_items(name: str) -> None:
    items = [LISTS[name](number) for number in range(101)]
    assert refused(sound(**{name: items})) == f"LIST_TOO_LONG service.{name}"


@pytest.mark.parametrize("name", ["codes", "fees", "legal_bases", "steps", "documents", "forms"])
def test_100_items_are_not_too_many(name: str) -> None:
    items = [LISTS[name](number) for number in range(100)]
    assert len(getattr(taken(sound(**{name: items})), name)) == 100


def test_the_whole_holds_at_most_256_kib() -> None:
    steps = [facts.Step(title=facts.Text(vi="ấ" * 1000)) for _ in range(90)]
    assert refused(sound(steps=steps)) == "CONTENT_TOO_LARGE service"
    assert len(taken(sound(steps=steps[:80])).steps) == 80


def test_no_sum_of_fees_exceeds_64_bits() -> None:
    assert contents.MOST_ITEMS * contents.MOST_DONG < 2**63
