"""Fixtures of tamper evidence: an empty log, its database and its bus.

They are those of the chassis. Must not know a service.
"""

from tests.chassis.conftest import bus, log, migrated, owner, pool, reader

__all__ = ["bus", "log", "migrated", "owner", "pool", "reader"]
