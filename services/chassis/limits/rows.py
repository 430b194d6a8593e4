"""What a read costs beside itself: the rows that it is asked for, and then those that it answers.

Example: a page of 1,000 rows is paid as 21 calls before it is read, so that nobody asks for one and
goes away; if it holds 100 the caller has 18 of them back. Looked up by the contract: no list is
forgotten, and none has to say that it is one.
"""

from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from services.chassis.limits.weight import is_list

ROW_BYTES = 1280  # of most rows, at most: 50 are 62.5 KiB
MOST_ASKED = 1000  # no method answers more rows at once


def rows_asked(request: Any) -> int:
    """How many a request names as the most of a page; 0: it leaves that to the service."""
    return min(max(getattr(request, "page_size", 0), 0), MOST_ASKED)


def rows_in(answer: Any, size: int) -> float:
    """How many entries the lists of an answer have, or in its bytes would have: some rows hold
    lists themselves, such as a nation's figure the parts of its members. An answer that is no
    message but its bytes says itself how many, by `rows`.
    """
    if isinstance(answer, Message):
        listed = sum(len(getattr(answer, name)) for name in lists_in(answer.DESCRIPTOR))
    else:
        listed = int(answer.rows)
    return max(listed, size / ROW_BYTES)


@cache
def lists_in(contract: Descriptor) -> tuple[str, ...]:
    """The fields of an answer that are lists of messages."""
    return tuple(each.name for each in contract.fields if is_list(each) and each.message_type)
