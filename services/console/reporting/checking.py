"""Whether a report still is what was published: its signature, its figures, what came after them.

The services are asked by name for what the report says; revisions only of those who may see them.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError

from motcua.metrics.v1 import published_pb2 as api
from services.console.outcome import Mistake, Refused
from services.console.portal.client import Portal
from services.console.portal.publications import revisions_of
from services.console.reporting import paper, signing
from services.console.reporting.content import FORMAT, ROLE, Content
from services.console.reporting.signing import content as content_of_file

LATER = ("state", "supersededBy")  # what a later publication changes of an earlier one
PDF = b"%PDF-"


@dataclass
class Checked:
    """A report, and what is wrong or new about it, by the names of publications."""

    report: Content
    is_signed: bool
    figures: int = 0
    changed: dict[str, str] = field(default_factory=dict)  # in the report, not as published
    superseded: dict[str, str] = field(default_factory=dict)  # by which publication
    revised: dict[str, int] | None = None  # how often; None: the caller may not see that

    @property
    def is_as_published(self) -> bool:
        """Whether the publisher signed just this, and the services say the same."""
        return self.is_signed and not self.changed


def read(path: Path, certificate: bytes) -> Checked:
    """A report and whether it is signed; its figures are not looked at yet."""
    found = content_of_file(path)
    try:
        if found.startswith(PDF):
            return Checked(known(paper.attached(found)), paper.is_signed_by(found, certificate))
        document = json.loads(found)
        return Checked(known(document["report"]), signing.is_signed_by(document, certificate))
    except (ValueError, KeyError, TypeError, RecursionError) as failed:
        raise Mistake(f"{path} is no report: {failed}") from None


def known(report: Any) -> Content:
    """A report of the form that is read here."""
    if not isinstance(report, dict) or report.get("format") != FORMAT:
        raise ValueError(f"its format is not {FORMAT}")
    content: Content = report
    return content


async def check(portal: Portal, checked: Checked) -> None:
    """Compare every figure with the one that is published under its name."""
    revised: dict[str, int] | None = {}
    for stated in checked.report["figures"]:
        name = stated["name"]
        checked.figures += 1
        public = await published(portal, name)
        if public is None or not alike(stated, public):
            checked.changed[name] = "not published" if public is None else "other numbers"
            continue
        if public.superseded_by:
            checked.superseded[name] = public.superseded_by
        if revised is not None:
            revised = await with_revisions(portal, name, revised)
    checked.revised = revised


async def published(portal: Portal, name: str) -> api.PublishedFigure | None:
    """What is public under a name; None: nothing."""
    request = api.GetPublishedFigureRequest(name=name)
    try:
        return await portal.call(portal.published.GetPublishedFigure, request, role=ROLE)
    except Refused as refused:
        if refused.code in {"NOT_FOUND", "INVALID_ARGUMENT"}:
            return None
        raise


def alike(stated: dict[str, Any], public: api.PublishedFigure) -> bool:
    """Whether a report says of a figure what is published, but for what came later."""
    try:
        read_back = MessageToDict(ParseDict(stated, api.PublishedFigure()))
    except ParseError:
        return False
    sides = (read_back, MessageToDict(public))
    ours, theirs = ({k: v for k, v in side.items() if k not in LATER} for side in sides)
    return ours == theirs


async def with_revisions(
    portal: Portal, name: str, revised: dict[str, int]
) -> dict[str, int] | None:
    """How often it was revised since; None where the caller may not know."""
    try:
        found = await revisions_of(portal, name)
    except Refused as refused:
        if refused.code == "PERMISSION_DENIED":
            return None
        raise
    return {**revised, name: len(found)} if found else revised
