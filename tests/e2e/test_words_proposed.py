"""Which channel or status a text of a table stands for, as `./motcua map` proposes it.

No service.
"""

from __future__ import annotations

import pytest

from services.console.importing.proposing.activities import status_of
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


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Đã tiếp nhận", "accepted"), ("Tiếp nhận hồ sơ và hẹn trả kết quả", "accepted"),
        ("Trả kết quả cho công dân tại bộ phận một cửa", "result_returned"),
        ("Công dân rút hồ sơ", "withdrawn"), ("Từ chối tiếp nhận", "refused"),
        ("Đã bổ sung", "processing"), ("Closed", "result_ready"), ("T06", ""),
        ("T20 Print report Y to stop indication", ""), ("Gọi điện cho công dân để nộp phí", ""),
    ],
)  # fmt: skip
def test_an_activity_is_a_status_where_a_word_says_so(text: str, status: str) -> None:
    assert status_of(text) == status
