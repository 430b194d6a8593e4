"""The classes of items in a figure, and of services in a figure of coverage.

Promises one class per item and definition. Must not look at another item, or today's catalogue.
"""

from motcua.metrics.v1.events_pb2 import Membership, ValueState

NUMERATOR = int(Membership.MEMBERSHIP_NUMERATOR)
DENOMINATOR = int(Membership.MEMBERSHIP_DENOMINATOR)
EXCLUDED = int(Membership.MEMBERSHIP_EXCLUDED)
UNKNOWN = int(Membership.MEMBERSHIP_UNKNOWN)
# Whether a figure has a value, and if not, why; looking such a name up takes longer than using it.
KNOWN, EMPTY = ValueState.VALUE_STATE_KNOWN, ValueState.VALUE_STATE_EMPTY
NO_DATA = ValueState.VALUE_STATE_NO_DATA
