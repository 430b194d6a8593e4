"""What an import says of each kind of row, in words of both languages.

Promises that no kind is told as another one. Must not need a stack.
"""

from __future__ import annotations

import pytest

from services.console.display.words import word
from services.console.importing.outcomes import KINDS


def test_each_kind_has_a_word_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    words = [word(kind) for kind in KINDS]
    assert len(set(words)) == len(KINDS)
    assert not set(words) & set(KINDS)
