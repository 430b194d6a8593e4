"""What the contracts say is published is what the services publish, no more and no less.

The other way round needs no test here: a message that declares no subject cannot be published
(tests/chassis/test_subjects.py). Must not start a service.
"""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest
from google.protobuf import descriptor_pool

from services.metrics.queries import adoptions, figure_events, member_events, statement_events
from services.submissions.domain.registry import REGISTRY
from tests.e2e.asyncapi import ADDRESSES, DOCUMENT, MESSAGES, PUBLISHED, descriptor

ROOT = Path(__file__).resolve().parents[2]


def of(service: str) -> set[str]:
    """The types that the document says a service publishes."""
    return {name for name in PUBLISHED if name.startswith(f"motcua.{service}.")}


@functools.cache
def named(service: str) -> set[str]:
    """What a service's code names, imports aside."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "services" / service).rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name)
    }


@pytest.mark.parametrize("service", ["catalog", "submissions", "metrics"])
def test_every_message_with_a_subject_is_named_in_its_service_s_code(service: str) -> None:
    assert of(service)
    assert [
        name for name in sorted(of(service)) if name.rpartition(".")[2] not in named(service)
    ] == []


def test_what_submissions_and_metrics_read_of_their_logs_is_what_they_publish() -> None:
    of_log = "motcua.{}.v1.TreeHeadSigned".format  # of the log itself; its readers pass it over
    assert of("submissions") == {*REGISTRY, of_log("submissions")}
    others = {f"motcua.metrics.v1.{name}" for name in ("LiveFigure", "FiguresCheckpoint")}
    others |= {"motcua.metrics.v1.FigureReleased", of_log("metrics")}
    kept = {*figure_events.KINDS, *statement_events.KINDS, adoptions.KIND, *member_events.KINDS}
    assert of("metrics") == {*kept, *others}


def test_every_event_of_the_stream_of_metrics_is_named_to_its_subscribers() -> None:
    text = (ROOT / "docs" / "subscribing.md").read_text(encoding="utf-8")
    text += (ROOT / "docs" / "federation.md").read_text(encoding="utf-8")
    names = {name.rpartition(".")[2] for name in of("metrics")}
    by_pattern = {name for name in names if name.startswith("Member")}  # `Member….<member>`
    live = {"LiveFigure", "FiguresCheckpoint"}  # by their subjects, on the stream `figures`
    assert sorted(name for name in names - by_pattern - live if name not in text) == []


def test_a_subject_names_its_stream_and_its_event() -> None:
    for address, names in ADDRESSES.items():
        [kind] = [MESSAGES[name]["name"] for name in names]
        _, service, _, event = kind.split(".")
        start = address.split(".")[:3]
        assert start == ["motcua", service, event] or start[1] in {"figures", "published"}, address


def test_every_parameter_of_a_subject_is_described_and_no_other() -> None:
    described = set(DOCUMENT["components"]["parameters"])
    assert {
        each for address in ADDRESSES for each in re.findall(r"\{(\w+)\}", address)
    } == described


def test_every_fact_that_a_correction_can_state_has_a_subject() -> None:
    descriptor("motcua.submissions.v1.DossierCorrected")
    for name in ("CorrectedFact", "CorrectedPetitionFact"):
        kind = descriptor_pool.Default().FindMessageTypeByName(f"motcua.submissions.v1.{name}")
        assert {field.message_type.full_name for field in kind.oneofs[0].fields} <= PUBLISHED.keys()
