"""Readers' requests, bounded.

Given a reader's request, when it is read, then JetStream gets the same fields, for no more than an
answer may bring; or the request is refused with a status.
"""

import json
import zlib
from typing import Any

import pytest

from deploy.embedded import accounts
from deploy.embedded.accounts import LARGEST_REQUEST
from services.readers import forwarder, lanes
from services.readers.requests import (
    LARGEST,
    MOST,
    MOST_FILTERED,
    Refused,
    bounded_request,
    stream_of,
)

STORED = "DIRECT.GET.metrics"


def forwarded(**fields: Any) -> Any:
    """The fields that JetStream gets."""
    return json.loads(bounded_request(STORED, json.dumps(fields).encode()).body)


def refusal(body: bytes) -> str:
    """The status with which a body is refused."""
    with pytest.raises(Refused) as caught:
        bounded_request(STORED, body)
    return str(caught.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 1},
        {"seq": 1, "batch": 500, "max_bytes": 1000},
        {"seq": 1, "batch": 7, "next_by_subj": "motcua.metrics.*.ward-1.>"},
        {"last_by_subj": "motcua.metrics.>"},
        {"multi_last": ["motcua.figures.checkpoint.>"], "batch": 1000, "seq": 2**63},
        {"start_time": "2026-03-01T00:00:00Z", "batch": 5, "no_hdr": True},
        {},
    ],
)
def test_what_a_reader_may_ask_is_forwarded_unchanged(fields: dict[str, Any]) -> None:
    assert forwarded(**fields) == {"max_bytes": LARGEST, **fields}


def test_no_answer_is_larger_than_what_one_may_bring() -> None:
    for asked in (0, LARGEST + 1, 2**62):
        assert forwarded(seq=1, batch=2**62, max_bytes=asked) == {
            "seq": 1,
            "batch": MOST,
            "max_bytes": LARGEST,
        }
    assert forwarded(seq=1, batch=10**6, next_by_subj=">")["batch"] == MOST_FILTERED


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "408 Empty Request"),
        (b"{", "408 Malformed Request"),
        (b"\xff", "408 Malformed Request"),
        (b"[]", "408 Malformed Request"),
        (LARGEST_REQUEST * b"[", "408 Malformed Request"),
        (b'{"multi_last":["a","b"]}', "408 Bad Request: multi_last"),
        (b'{"multi_last":[">",">"]}', "408 Bad Request: multi_last"),
        (b'{"multi_last":">"}', "408 Bad Request: multi_last"),
        (b'{"multi_last":[1]}', "408 Bad Request: multi_last"),
        (b'{"seq":-1}', "408 Bad Request: seq"),
        (b'{"seq":true}', "408 Bad Request: seq"),
        (b'{"seq":1.5}', "408 Bad Request: seq"),
        (b'{"seq":1,"batch":1e999}', "408 Bad Request: batch"),
        (b'{"seq":1,"max_bytes":NaN}', "408 Bad Request: max_bytes"),
        (b'{"MULTI_LAST":["a","b"]}', "408 Bad Request"),
        (b'{"seq":1,"other":1}', "408 Bad Request"),
        (b'{"multi_last":[">"],"up_to_seq":5}', "408 Bad Request"),
        (b'{"multi_last":[">"],"up_to_time":"2026-03-01T00:00:00Z"}', "408 Bad Request"),
    ],
)
def test_other_requests_are_refused_with_their_field(body: bytes, says: str) -> None:
    assert refusal(body) == says


def test_it_is_known_whether_jetstream_searches() -> None:
    for fields, searches in (
        (b'{"seq":1,"batch":9}', False),
        (b'{"seq":1,"\\u006eext_by_subj":"a"}', True),
        (b'{"multi_last":["a"]}', True),
    ):
        assert bounded_request(STORED, fields).searches is searches


def test_of_two_equal_fields_one_is_bounded_request() -> None:
    twice = b'{"multi_last":["a","b"],"multi_last":[">"]}'
    assert json.loads(bounded_request(STORED, twice).body)["multi_last"] == [">"]


def test_a_request_by_its_address_is_forwarded_without_a_body() -> None:
    """STREAM.INFO lists every subject where its body says so."""
    for action in ("STREAM.INFO.metrics", f"{STORED}.motcua.metrics.x"):
        assert bounded_request(action, b'{"subjects_filter":">"}') == (b"", False)
        assert stream_of(action) == "metrics"


def test_readers_ask_where_services_listen() -> None:
    assert (accounts.REQUESTS, accounts.ANSWERS) == (lanes.REQUESTS, forwarder.ANSWERS)
    assert accounts.LANES == lanes.LANES
    for name in ("city", "inspector"):
        assert accounts.lane(accounts.reader(name, reads=[])) == zlib.crc32(name.encode()) % 64
