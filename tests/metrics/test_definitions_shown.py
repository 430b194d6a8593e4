"""What ListDefinitions and ListFacts show: enough to read and interpret every figure oneself.

Given the answered definitions, when they are shown, then text, conditions, digest and facts are all
there, and in both languages. Must not need tables.
"""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from motcua.metrics.v1.definitions_pb2 import Definition, ListDefinitionsRequest, ListFactsRequest
from services.chassis.errors import Refusal
from services.metrics.api.definitions import DefinitionMethods
from services.metrics.domain.indicators.kinds import kinds
from services.metrics.queries.reader import Reader

NOBODY = DefinitionMethods(None, Reader(None), None)  # type: ignore[arg-type]  # what is asked here reads no table


async def shown() -> list[Definition]:
    reply = await NOBODY.ListDefinitions(ListDefinitionsRequest(), None)
    return list(reply.definitions)


async def test_every_definition_of_dossiers_is_answered() -> None:
    assert {each.id for each in await shown() if each.kind == "dossier"} == {
        "online_handling", "online_handling.all", "online_handling.ended",
        "online_handling.e_result", "on_time.ended", "handling_time.ended", "payment.online",
        "e_result", "satisfaction.derived",
    }  # fmt: skip


async def test_a_definition_is_shown_with_all_that_its_digest_is_over() -> None:
    for each in await shown():
        lines = "".join(f"{reason.name}\t{reason.condition}\n" for reason in each.reasons)
        assert each.digest == hashlib.sha256(f"{each.text}{lines}".encode()).hexdigest()
        stated = tomllib.loads(each.text)
        assert [reason.name for reason in each.reasons] == stated["excluded"]
        assert list(each.bounds) == stated.get("bounds", [])
        assert (each.title.vi, each.description.en) == (
            stated["title"]["vi"], stated["description"]["en"],
        )  # fmt: skip
        assert all(reason.title.vi and reason.title.en for reason in each.reasons)


async def test_facts_are_shown_by_kind_with_their_words_and_no_columns() -> None:
    everything = await NOBODY.ListFacts(ListFactsRequest(), None)
    assert {each.kind for each in everything.facts} == set(kinds())
    reply = await NOBODY.ListFacts(ListFactsRequest(kind="dossier"), None)
    facts = {each.name: each for each in reply.facts}
    assert set(facts) == set(kinds()["dossier"].facts)
    assert (facts["voided"].type, facts["voided"].always_known) == ("bool", True)
    assert not facts["channel"].always_known
    assert "online" in facts["channel"].words
    assert facts["level"].title.vi == "mức độ lúc tiếp nhận"
    assert "anomalies" not in str(reply)


async def test_a_kind_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        await NOBODY.ListFacts(ListFactsRequest(kind="house"), None)
    assert (refused.value.reason.code, refused.value.field) == ("KIND_UNKNOWN", "kind")
    assert "petition" in refused.value.message("vi")
