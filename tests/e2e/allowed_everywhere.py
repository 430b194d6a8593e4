"""Who may call what every service offers of its own kind, the contracts of the chassis.

By `(service, method)` as its contract names them. Must not read the answer from the contracts.
"""

ANYBODY = set(
    "public portal officer leader editor importer inspector publisher operator".split()  # noqa: SIM905
)
ALLOWED_EVERYWHERE: dict[tuple[str, str], set[str]] = {
    ("AuditService", "ListAuditEntries"): {"inspector"},
    ("IdentityService", "GetCaller"): ANYBODY,
    ("IdentityService", "RevokeToken"): ANYBODY,
    ("OperationService", "ListProjections"): {"operator"},
    ("OperationService", "ParkEvent"): {"operator"},
}
