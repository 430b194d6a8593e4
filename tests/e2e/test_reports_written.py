"""Monthly reports: the same numbers in every form, and no change that a signature would not show.

Promises nothing about a running stack: see test_commands.
"""

from __future__ import annotations

import copy
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from deploy.embedded.publisher import generate
from services.console.reporting import glyphs, page, paper, signing, tabular
from services.console.reporting.rows import shown
from services.console.reporting.signing import Publisher

NOW = datetime.now(UTC) - timedelta(days=1)
COUNTS = {"considered": "1994", "numerator": "1181", "denominator": "1991", "unknown": "10"}
SHARES = {"percent": "59.3", "percentLow": "59.3", "percentHigh": "59.8"}


def publisher() -> Publisher:
    return Publisher(*(each.encode() for each in generate(NOW)))


OURS = publisher()


def figure(number: int, unit: str, *, state: str = "KNOWN") -> dict[str, Any]:
    hidden = state == "SUPPRESSED"
    receipt = {
        "definition": "online_handling",
        "version": 1,
        "scope": {"unit": unit},
        "period": {
            "start": {"year": 2026, "month": 10, "day": 1},
            "end": {"year": 2026, "month": 11, "day": 1},
            "zone": "Asia/Ho_Chi_Minh",
        },
        "asOf": "2026-10-31T17:00:00Z",
        "positions": [
            {"stream": "catalog", "position": "123"},
            {"stream": "submissions", "position": "45678"},
        ],
        "definitionDigest": "b" * 64,
    }
    numbers = {
        **COUNTS,
        "excluded": [{"reason": "level_unknown", "count": "3"}],
        "digest": "a" * 64,
    }
    return {
        "name": f"publications/p{number}",
        "figure": f"figures/f{number}",
        "rate": {
            "receipt": receipt if hidden else {**receipt, **numbers},
            "state": f"VALUE_STATE_{state}",
            **({} if hidden else SHARES),
        },
        "state": "STATE_CURRENT",
        "publishTime": "2026-11-03T02:00:00Z",
    }


CONTENT: dict[str, Any] = {
    "format": "motcua.report/1",
    "unit": "units/cam-le",
    "period": {"start": "2026-10-01", "end": "2026-11-01", "zone": "Asia/Ho_Chi_Minh"},
    "published": "2026-11-03T02:00:00+00:00",
    "names": {
        "units/cam-le": {"vi": "Quận Cẩm Lệ", "en": "Cam Le"},
        "units/p": {"vi": "Hòa Ữ Ợ ế"},
    },
    "definitions": {
        "online_handling@1": {
            "title": {"vi": "Hồ sơ trực tuyến", "en": "Online handling"},
            "description": {"vi": "", "en": ""},
            "reasons": {"level_unknown": {"vi": "Chưa rõ mức độ", "en": "Level unknown"}},
        }
    },
    "figures": [figure(1, "units/cam-le"), figure(2, "units/p", state="SUPPRESSED")],
}


def named(name: str) -> dict[str, Any]:
    """The report of a unit that is called so."""
    content = copy.deepcopy(CONTENT)
    content["names"]["units/cam-le"] = {"vi": name}
    return content


def test_the_pages_show_fraction_range_and_receipt_in_the_readers_language() -> None:
    vietnamese = page.as_html(shown(CONTENT, "vi")).decode()
    assert "Báo cáo tháng 10/2026" in vietnamese
    assert "1.181 / 1.991" in vietnamese
    assert "59,3\u00a0%\u00a0–\u00a059,8\u00a0%" in vietnamese
    assert "Chưa rõ mức độ: 3" in vietnamese
    english = page.as_html(shown(CONTENT, "en")).decode()
    assert "Report of October 2026" in english
    assert "1,181 / 1,991" in english
    assert "Hòa Ữ Ợ ế" in english  # it has no English name


def test_a_line_of_the_table_is_the_receipt() -> None:
    own, hidden = csv.DictReader(io.StringIO(tabular.as_csv(CONTENT).decode("utf-8-sig")))
    assert {name: own[name] for name in COUNTS} == COUNTS
    assert own["excluded"] == "level_unknown=3"
    assert own["positions"] == "catalog=123 submissions=45678"
    assert (hidden["state"], hidden["unit_name"]) == ("suppressed", "Hòa Ữ Ợ ế")


def test_of_a_hidden_figure_no_form_says_a_number() -> None:
    _, hidden = csv.DictReader(io.StringIO(tabular.as_csv(CONTENT).decode("utf-8-sig")))
    told = [*COUNTS, "percent", "percent_low", "percent_high", "digest", "excluded"]
    assert [hidden[name] for name in told] == [""] * len(told)
    [row] = shown(CONTENT, "en").below
    assert (row.figure, row.bar) == ("", None)
    assert row.share == "hidden, since it would tell of persons"
    assert {line[0] for line in row.receipt}.isdisjoint({"Numerator", "Considered", "Unknown"})


def test_a_figure_of_some_items_says_of_which() -> None:
    content = copy.deepcopy(CONTENT)
    scope = content["figures"][0]["rate"]["receipt"]["scope"]
    scope["filters"] = [{"dimension": "channel", "values": ["online", "post"]}]
    page_of = shown(content, "en")
    assert page_of.own == []
    assert page_of.below[0].scope == "Cam Le · channel=online,post"
    first, _ = csv.DictReader(io.StringIO(tabular.as_csv(content).decode("utf-8-sig")))
    assert first["filters"] == "channel=online,post"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_same_report_is_the_same_paper(language: str) -> None:
    """Also: every letter has a glyph, since Typst refuses others in this form."""
    once, again = (paper.as_pdf(CONTENT, shown(CONTENT, language)) for _ in range(2))
    assert once == again
    assert paper.attached(once) == CONTENT


@pytest.mark.parametrize("name", ["區", "Phường 區\ufeff🎉 กขค", "\u202e\u0301", "👨‍👩‍👧﷽"])
def test_a_letter_without_a_glyph_stops_no_report(name: str) -> None:
    content = named(name)
    assert paper.attached(paper.as_pdf(content, shown(content, "vi"))) == content


def test_a_letter_without_a_glyph_is_written_by_its_number() -> None:
    text = "Phường 區🎉"
    assert glyphs.written(text, glyphs.lacking(text)) == "Phường [U+5340][U+1F389]"


def test_very_many_letters_without_a_glyph_are_not_tried_one_by_one() -> None:
    most = "".join(map(chr, range(0x4E00, 0x9E00)))
    assert glyphs.lacking(f"Phường {most}") == set(most)


def test_of_very_many_letters_all_that_are_not_latin_are_written_by_their_numbers() -> None:
    content = named("".join(map(chr, range(0x4E00, 0x4E00 + glyphs.MOST))) + "กអአ\u0710")
    assert paper.attached(paper.as_pdf(content, shown(content, "vi"))) == content


def test_letters_that_are_refused_for_something_else_are_not_tried_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = []

    def refused(*_: Any, **__: Any) -> None:
        tried.append(1)
        raise glyphs.typst.TypstError("something else")

    monkeypatch.setattr(glyphs.typst, "Compiler", refused)
    most = set(map(chr, range(0x4E00, 0x4E00 + glyphs.MOST - 100)))
    assert glyphs.lacking("Phường " + "".join(most)) == most
    assert len(tried) <= 2


@pytest.mark.parametrize("name", ['#panic("x")', "*a* _b_ `c` <d> $e$ \\ [f", "<script>alert(1)"])
def test_a_name_is_text_and_no_markup(name: str) -> None:
    content = named(name)
    assert paper.attached(paper.as_pdf(content, shown(content, "vi"))) == content
    assert "<script" not in page.as_html(shown(content, "vi")).decode()


def test_a_signed_paper_is_its_publishers_and_nobody_elses() -> None:
    made = paper.signed(paper.as_pdf(CONTENT, shown(CONTENT, "vi")), OURS)
    assert paper.is_signed_by(made, OURS.certificate)
    assert not paper.is_signed_by(made, publisher().certificate)
    assert not paper.is_signed_by(paper.as_pdf(CONTENT, shown(CONTENT, "vi")), OURS.certificate)
    assert not paper.is_signed_by(made + b"\n% more", OURS.certificate)
    assert paper.attached(made) == CONTENT


PAPER = paper.signed(paper.as_pdf(CONTENT, shown(CONTENT, "vi")), OURS)


@settings(max_examples=40)
@given(some.integers(0, len(PAPER) - 1), some.integers(1, 255))
def test_no_byte_of_a_signed_paper_changes_unseen(at: int, by: int) -> None:
    changed = bytearray(PAPER)
    changed[at] ^= by
    try:
        seen = not paper.is_signed_by(bytes(changed), OURS.certificate)
        # Within the signature itself are bytes that mean nothing, such as the case of a digit.
        assert seen or paper.attached(bytes(changed)) == CONTENT
    except ValueError:
        pass


def test_a_signed_document_says_what_its_publisher_signed() -> None:
    document = json.loads(json.dumps(signing.signed(CONTENT, OURS)))
    assert signing.is_signed_by(document, OURS.certificate)
    assert not signing.is_signed_by(document, publisher().certificate)
    spelled = json.loads(json.dumps(document, indent=7, ensure_ascii=True, sort_keys=True))
    assert signing.is_signed_by(spelled, OURS.certificate)  # white space and order say nothing


@pytest.mark.parametrize("path", [("unit",), ("published",), ("names", "units/p", "vi")])
def test_no_word_of_a_signed_document_changes_unseen(path: tuple[str, ...]) -> None:
    document = json.loads(json.dumps(signing.signed(CONTENT, OURS)))
    part = document["report"]
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] += "x"
    assert not signing.is_signed_by(document, OURS.certificate)
    document["report"]["figures"].clear()
    assert not signing.is_signed_by(document, OURS.certificate)
    assert not signing.is_signed_by({"report": CONTENT, "signature": "none"}, OURS.certificate)
