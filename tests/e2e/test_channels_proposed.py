"""Which channel a text of a table stands for, as `./motcua map` proposes it.

No service.
"""

from __future__ import annotations

import pytest

from services.console.importing.proposing.meanings import channel


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bưu chính công ích", "POST"),
        ("Dịch vụ bưu chính công ích", "POST"),
        ("Trực tiếp tại Trung tâm Hành chính công", "IN_PERSON"),
        ("Trung tâm Phục vụ hành chính công", "IN_PERSON"),
        ("Cổng Dịch vụ công quốc gia", "ONLINE"),
        ("Trực tuyến", "ONLINE"),
        ("E-mail", "EMAIL"),
    ],
)
def test_a_channel_is_what_the_longest_word_of_it_says(text: str, name: str) -> None:
    assert channel(text) == (name, True)
