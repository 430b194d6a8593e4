"""A message's headers are read the same, quickly where a relay wrote them and slowly otherwise.

Promises headers that a relay never wrote, too. Must not ask a server.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.wire import parse_headers

NAME = st.text(st.sampled_from("abcXYZ-019"), min_size=1, max_size=12)
VALUE = st.text(st.sampled_from("abc:/# 019%"), max_size=20).map(str.strip)


@given(st.dictionaries(NAME, VALUE))
def test_what_a_relay_writes(headers: dict[str, str]) -> None:
    raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"

    assert parse_headers(raw.encode()) == headers


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (b"", {}),
        (b"\r\n", {}),
        (b"a:b\r\n\r\n", {"a": "b"}),
        (b"a: b\r\nc:d \r\n\r\n", {"a": "b", "c": "d"}),
        (b"a: b\r\nnothing\r\n\r\n", {"a": "b", "nothing": ""}),
        (b"a: 1\r\na: 2\r\n\r\n", {"a": "2"}),
        (b"a: \xff\r\n\r\n", {"a": "�"}),
    ],
)
def test_what_others_write(raw: bytes, headers: dict[str, str]) -> None:
    assert parse_headers(raw) == headers
