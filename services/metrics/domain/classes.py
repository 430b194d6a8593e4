"""The classes of items in a figure, and of services in a figure of coverage.

Promises one class per item and definition. Must not look at another item, or today's catalogue.
"""

from motcua.metrics.v1.events_pb2 import Membership

NUMERATOR = int(Membership.MEMBERSHIP_NUMERATOR)
DENOMINATOR = int(Membership.MEMBERSHIP_DENOMINATOR)
EXCLUDED = int(Membership.MEMBERSHIP_EXCLUDED)
UNKNOWN = int(Membership.MEMBERSHIP_UNKNOWN)
