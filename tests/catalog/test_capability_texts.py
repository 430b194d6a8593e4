"""What a missing capability means, in words.

Promises words in both languages for every capability that there is. Must not judge the words.
"""

from __future__ import annotations

import unicodedata

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from motcua.catalog.v1.events_pb2 import Capability
from services.catalog.domain import capability_texts
from services.catalog.domain.levels import Lack
from tests.catalog.given import NO, UNKNOWN

EVERY = [capability for capability in Capability.values() if capability]


@pytest.mark.parametrize("capability", EVERY, ids=Capability.Name)
def test_every_capability_has_words_in_both_languages(capability: Capability) -> None:
    said = capability_texts.described(Lack(capability, NO), one_is_enough=False)
    for text in (said.vi, said.en):
        assert text.strip()
        assert unicodedata.is_normalized("NFC", text)


def test_no_two_capabilities_have_the_same_words() -> None:
    assert len({meaning.vi for meaning in capability_texts.MEANINGS.values()}) == len(EVERY)
    assert len({meaning.en for meaning in capability_texts.MEANINGS.values()}) == len(EVERY)


def test_of_some_capabilities_one_is_enough_and_the_words_say_so() -> None:
    lack = Lack(facts.CAPABILITY_RESULT_POST, UNKNOWN)
    assert capability_texts.described(lack, one_is_enough=True) == facts.Text(
        vi="Trả kết quả qua bưu chính (chỉ cần một trong các hình thức này)",
        en="Result delivered by post (one of these is enough)",
    )


@pytest.mark.parametrize(
    ("lacks", "line"),
    [
        ([], ""),
        ([Lack(facts.CAPABILITY_INFO_FEES, NO)], "Fees published"),
        (
            [
                Lack(facts.CAPABILITY_INFO_FEES, UNKNOWN),
                Lack(facts.CAPABILITY_INFO_STEPS, NO),
                Lack(facts.CAPABILITY_FILE_ONLINE, UNKNOWN),
            ],
            "Steps published. not known: Fees published; Filing online",
        ),
        (
            [
                Lack(facts.CAPABILITY_RESULT_ONLINE, UNKNOWN),
                Lack(facts.CAPABILITY_RESULT_POST, NO),
            ],
            "not known: Result delivered online, by post or in person",
        ),
    ],
)
def test_a_line_tells_what_is_not_there_from_what_is_not_known(
    lacks: list[Lack], line: str
) -> None:
    assert capability_texts.listed(lacks).en == line
