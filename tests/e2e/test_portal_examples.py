"""The examples of docs/portals.md are requests of the contract.

Promises that each method that the page shows is there, and takes what the page says.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

from motcua.catalog.v1 import catalog_pb2
from motcua.submissions.v1 import (
    attachments_pb2,
    counter_pb2,
    drafts_pb2,
    filings_pb2,
    payments_pb2,
    personal_data_pb2,
    petitions_pb2,
    slips_pb2,
    submissions_pb2,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "portals.md"
ROW = re.compile(r"^\| (?:[A-Za-z, ]+ \| )?(\w+)[^|]* \| `(\{.*?\})`[^{|]*", re.MULTILINE)
EXAMPLES = ROW.findall(PAGE.read_text(encoding="utf-8"))
MODULES: tuple[Any, ...] = (
    submissions_pb2,
    personal_data_pb2,
    attachments_pb2,
    counter_pb2,
    drafts_pb2,
    filings_pb2,
    payments_pb2,
    petitions_pb2,
    slips_pb2,
    catalog_pb2,
)
METHODS = {
    method.name: method.input_type
    for module in MODULES
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}


def test_the_page_shows_the_whole_life() -> None:
    shown = {"SubmitDossier", "CorrectDossier", "DownloadAttachment", "SubmitDraft"}
    assert shown | {"PublishAnswer"} <= {each for each, _ in EXAMPLES}
    assert len(EXAMPLES) == 57


@pytest.mark.parametrize(("method", "said"), EXAMPLES, ids=[each for each, _ in EXAMPLES])
def test_an_example_is_a_request(method: str, said: str) -> None:
    contract = METHODS[method]
    module = next(each for each in MODULES if hasattr(each, contract.name))
    request = json_format.Parse(said, getattr(module, contract.name)())
    required = {"name", "offering", "parent", "draft", "unit", "payment_reference", "query"}
    required |= {"proof", "submissions"}
    required |= {"provider"} if method in ("ConfirmPayment", "ReconcilePayments") else set()
    required |= {"number"} if method.startswith("Track") else set()
    assert required & {field.name for field, _ in request.ListFields()}
