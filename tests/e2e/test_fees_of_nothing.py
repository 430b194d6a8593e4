"""A payment or refund of 0 is none: no step of a dossier is made of it, and the dossier comes in.

No service: mappings and lines alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.case_logs import MAPPING, read_rows

LINE = {"case": "1", "what": "Tiếp nhận", "when": "2025-03-03", "filed": "", "unit": "", "id": "1"}


def payments(where: Path, *dong: str, fact: str = "payment", which: str = "") -> list[int]:
    """The amounts of the steps that lines with these cells make."""
    keys = [f'fact = "{fact}"', which, 'time = "when"', 'payment = "id"', 'amount = "dong"']
    text = "\n".join([MAPPING, "[[rows.steps]]", *keys, ""])
    found = read_rows(where, *({**LINE, "dong": each} for each in dong), text=text).record
    return [getattr(each, fact).amount for each in found.steps if each.HasField(fact)]


@pytest.mark.parametrize("fact", ["payment", "refund"])
@pytest.mark.parametrize("nothing", ["0", "0.0", "000"])
def test_a_fee_of_0_is_no_payment(tmp_path: Path, fact: str, nothing: str) -> None:
    assert payments(tmp_path, nothing, fact=fact) == []
    assert payments(tmp_path, "5000", fact=fact) == [5000]
    for which, paid in (("each", [5000, 7000]), ("first", [5000]), ("last", [5000])):
        lines = (nothing, "5000", nothing) if which != "each" else ("5000", nothing, "7000")
        assert payments(tmp_path, *lines, fact=fact, which=f'which = "{which}"') == paid
