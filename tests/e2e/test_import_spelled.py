"""Names of one id that differ in the letter that carries a tone mark alone say the same.

Given lines that a mapping makes rows of, when one name is spelled either way, then it is sent once;
another tone is another name. Must not send anything.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from services.console.importing.faults import Fault
from tests.e2e.test_import_mapped import LINE, made


@pytest.mark.parametrize(
    ("said", "again"), [("Hoà", "Hòa"), ("Thuý Quế", "Thúy Quế"), ("Hoá", "Ho\u0301a")]
)
def test_a_unit_whose_tone_mark_another_letter_carries_is_sent_once(
    tmp_path: Path, said: str, again: str
) -> None:
    other = LINE.replace("khai-sinh", "ket-hon").replace("Một", again)
    found = made(tmp_path, LINE.replace("Một", said) + other)
    assert [item.key for item in found if "units" in item.key.split("/")[0]] == ["units/x-00004"]
    assert not [item for item in found if isinstance(item, Fault)]


def test_another_tone_on_the_same_unit_is_another_word(tmp_path: Path) -> None:
    other = LINE.replace("khai-sinh", "ket-hon").replace("Một", "Hoá")
    [fault] = [
        item
        for item in made(tmp_path, LINE.replace("Một", "Hòa") + other)
        if isinstance(item, Fault)
    ]
    assert (fault.key, fault.reason) == ("units/x-00004", "SAID_TWICE")
