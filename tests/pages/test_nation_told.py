"""The rows of the nation's page, of what a city published, whatever it says.

A member's stream is another installation's: no text and no time in it is an error of ours.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from motcua.metrics.v1.federation_pb2 import Contribution
from services.pages.views.nation import city
from services.pages.words import LANGUAGES, WORDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("time", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"])
def test_a_city_has_a_row_whenever_it_says_to_have_published(language: str, time: str) -> None:
    visit: Any = SimpleNamespace(words=WORDS[language], language=language)
    said = {"displayName": "Huế", "publishTime": time, "state": "STATE_INCOMPARABLE", "sequence": 7}
    assert city(visit, ParseDict(said, Contribution()))["city"].text == "Huế"
