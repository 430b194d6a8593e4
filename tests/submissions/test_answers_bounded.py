"""One answer to many messages of records.

Given more records than an answer names, when it is made, then it counts all and names the first.
"""

from __future__ import annotations

from motcua.submissions.v1 import submissions_pb2 as api
from services.submissions.api.taking_in import MOST_NAMED, name_first


def test_an_answer_names_the_first_thousand() -> None:
    answer = api.BackfillDossiersResponse()
    for number in range(MOST_NAMED + 5):
        name_first(answer.without_calendar_keys, str(number))
    assert list(answer.without_calendar_keys) == [str(number) for number in range(MOST_NAMED)]
