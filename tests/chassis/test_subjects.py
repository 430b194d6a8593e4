"""Where a message is published, and what its contract is called: both as the contract declares.

Promises one token a part for any id. Must not need a server.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.metrics.v1 import live_pb2 as live
from services.chassis import subjects
from services.chassis.envelope import event_of, is_own
from tests.chassis.test_macs import EVENT, OURS, published


def test_a_message_is_published_where_its_contract_says() -> None:
    assert subjects.subject(catalog.UnitOpened(), "w") == "motcua.catalog.UnitOpened.w"
    found = subjects.subject(live.LiveFigure, "all", "2026-03", "on_time.ended")
    assert found == "motcua.figures.live.all.2026-03.on_time.ended"


def test_what_declares_no_subject_or_another_number_of_parts_is_published_nowhere() -> None:
    with pytest.raises(AssertionError, match="FeeLine declares no subject"):
        subjects.subject(catalog.FeeLine(), "w")
    for tokens in ((), ("a", "b")):
        with pytest.raises(TypeError):
            subjects.subject(catalog.UnitOpened(), *tokens)


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_id_is_one_token_from_which_it_can_be_read(text: str) -> None:
    token = subjects.token(text)
    assert re.fullmatch(r"([A-Za-z0-9_-]|%[0-9A-F]{2})+", token)
    escaped = re.sub(r"%(..)", r"\\x\1", token)
    assert escaped.encode().decode("unicode_escape").encode("latin-1").decode() == text


def test_headers_name_the_contract_of_a_type_that_is_known() -> None:
    known = published().headers["ce-dataschema"]
    assert known == "urn:motcua:proto/motcua/catalog/v1/events.proto#UnitOpened"
    assert "ce-dataschema" not in published(type="motcua.catalog.v1.ComesLater").headers


def test_what_was_published_without_it_is_read_the_same() -> None:
    """Version 0.1.0 wrote no `ce-dataschema`; its streams stay, and logs are refilled from them."""
    now = published()
    before = {name: value for name, value in now.headers.items() if name != "ce-dataschema"}
    assert before.keys() < now.headers.keys()
    for headers in (before, now.headers):
        assert is_own(OURS, now.subject, headers, now.payload)
        assert event_of("catalog", now.subject, headers, now.payload) == EVENT
