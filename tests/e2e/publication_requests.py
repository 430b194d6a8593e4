"""Requests about published figures, for the tests that send a request of every method.

The figure that they are about is of January 2026, where nothing else of those tests happens.
"""

from __future__ import annotations

from typing import Any

import grpc

from motcua.metrics.v1 import publications_pb2 as api
from tests.waiting import until

INVALID, MISSING = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
JANUARY = "start_date { year: 2026 month: 1 day: 1 } end_date { year: 2026 month: 2 day: 1 }"
NOBODY = "publications/018f0000-0000-7000-8000-000000000000"
READERS = {"officer", "leader", "inspector", "publisher", "operator"}
EVERYBODY = {*READERS, "public", "portal", "editor", "importer"}
# Revisions are told at once, so that there is one to ask about.
QUICK = {"MOTCUA_METRICS_REVISE_PAUSE": "0.1", "MOTCUA_METRICS_REVISE_REST": "0.1"}
ALLOWED_PUBLICATIONS = {
    ("publication", "PublishFigures"): {"publisher"},
    ("publication", "GetPublication"): READERS,
    ("publication", "ListPublications"): READERS,
    ("publication", "ListRevisions"): READERS,
    ("publication", "ExplainRevision"): {"inspector", "leader"},
    ("published", "GetPublishedFigure"): EVERYBODY,
    ("published", "ListPublishedFigures"): EVERYBODY,
}
SOUND_PUBLICATIONS = {
    ("publication", "PublishFigures"): f"""figures {{ definition: "online_handling" }}
        reason: "r" {JANUARY}""",
    ("publication", "GetPublication"): 'name: "$official"',
    ("publication", "ListPublications"): "",
    ("publication", "ListRevisions"): 'parent: "$official"',
    ("publication", "ExplainRevision"): 'name: "$official/revisions/1"',
    ("published", "GetPublishedFigure"): 'name: "$official"',
    ("published", "ListPublishedFigures"): "subtree: true",
}
BAD_PUBLICATIONS = {
    ("publication", "PublishFigures"): [
        ('unit: "units/nowhere"', MISSING, "UNIT_UNKNOWN", "unit"),
        ('figures { definition: "nothing" }', MISSING, "DEFINITION_UNKNOWN", "definition"),
        ('figures { definition: "online_handling" version: 1 }', INVALID, "FIGURE_REPEATED",
            "figures"),
        ("end_date { month: 1 }", INVALID, "PERIOD_EMPTY", "end_date"),
        ("start_date { year: 1 }", INVALID, "DATE_INVALID", "start_date"),
        ('as_known { stream: "nothing" }', INVALID, "STREAM_UNKNOWN", "as_known"),
        ('reason: "ask 0912345678"', INVALID, "TEXT_NAMES_SOMEBODY", "reason"),
        ('reason: ""', INVALID, "PUBLICATION_REASON_MISSING", "reason"),
        ('request_id: "7"', INVALID, "REQUEST_ID_INVALID", "request_id"),
    ],
    ("publication", "GetPublication"): [
        ('name: "none"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NOBODY}"', MISSING, "FIGURE_NOT_PUBLISHED", "name"),
        ('name: ""', INVALID, "FIELD_REQUIRED", "name"),
    ],
    ("publication", "ListPublications"): [
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
    ],
    ("publication", "ListRevisions"): [
        ('parent: "revisions/none"', INVALID, "NAME_MALFORMED", "parent"),
        (f'parent: "{NOBODY}"', MISSING, "FIGURE_NOT_PUBLISHED", "parent"),
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
    ],
    ("publication", "ExplainRevision"): [
        (f'name: "{NOBODY}"', INVALID, "NAME_MALFORMED", "name"),
        (f'name: "{NOBODY}/revisions/1"', MISSING, "FIGURE_NOT_PUBLISHED", "name"),
        ('name: "$official/revisions/7"', MISSING, "REVISION_UNKNOWN", "name"),
    ],
    ("published", "GetPublishedFigure"): [
        (f'name: "{NOBODY}"', MISSING, "FIGURE_NOT_PUBLISHED", "name"),
        ('name: ""', INVALID, "FIELD_REQUIRED", "name"),
    ],
    ("published", "ListPublishedFigures"): [
        ("page_size: -1", INVALID, "PAGE_SIZE_INVALID", "page_size"),
        ('page_token: "7"', INVALID, "PAGE_TOKEN_INVALID", "page_token"),
        ("start_date { year: 1 month: 1 day: 1 }", INVALID, "DATE_INVALID", "start_date"),
        ("end_date { month: 1 }", INVALID, "TIME_INVALID", "end_date"),
    ],
}  # fmt: skip


async def publish(world: Any) -> None:
    """A figure that is published, and then another one by a record that came late."""
    publication = "publication"
    request = world.request(publication, "PublishFigures")
    answer = await world.send(publication, "PublishFigures", request)
    [published] = api.PublishFiguresResponse.FromString(answer).publications
    world.words["official"] = published.name
    late = """records { key: "late" offering: "services/birth/offerings/ward-1"
        channel: CHANNEL_POST steps { status: STATUS_SUBMITTED time { seconds: 1768000000 } }
        steps { status: STATUS_ACCEPTED time { seconds: 1768003600 } } }"""
    record = world.request("submissions", "BackfillDossiers", late)
    await world.send("submissions", "BackfillDossiers", record)

    async def revised() -> bool:
        asked = world.request(publication, "ListRevisions")
        found = await world.send(publication, "ListRevisions", asked)
        return bool(api.ListRevisionsResponse.FromString(found).revisions)

    await until(revised)
