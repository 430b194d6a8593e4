"""For each alert: series under which it fires, minute by minute, and what else then fires by right.

Promises one case at least of every alert, and one where all is well.
"""

from typing import NamedTuple


class Case(NamedTuple):
    """Series by name, the minute in which it is looked, and the alerts that then fire."""

    series: dict[str, str]
    minute: int
    alerts: set[str]


SERVICE = 'job="catalog",instance="a"'
COMMANDS = "motcua_commands_total"


def alone(alert: str, series: str, values: str, minute: int = 20) -> Case:
    """One series makes one alert."""
    return Case({series: values}, minute, {alert})


def of(metric: str, labels: str = "") -> str:
    """A series of the catalogue's."""
    return f"{metric}{{{SERVICE}{',' if labels else ''}{labels}}}"


def burning(alert: str, failed: str, minute: int) -> Case:
    """Commands of which some fail, of a hundred a minute."""
    served = {of(COMMANDS, 'outcome="served"'): f"0+100x{minute}"}
    return Case({of(COMMANDS, 'outcome="failed"'): failed, **served}, minute, {alert})


RING = 'setting="MOTCUA_LOG_KEYS"'
BARMAN = "barman_cloud_cloudnative_pg_io_last_{}_backup_timestamp"
SCRAPED = {
    f'up{{job="{each}",instance="z"}}': "1x200" for each in ("catalog", "submissions", "metrics")
}
CASES = [
    Case(dict.fromkeys(SCRAPED, "_x200"), 20, {"MotcuaUnwatched"}),
    alone("MotcuaArchiveFails", of("motcua_database_archive_failed"), "1x20"),
    alone("MotcuaBackupOld", of("motcua_backup_ended_timestamp_seconds", 'path="/m"'), "-99999x20"),
    alone("MotcuaBackupOld", f'{BARMAN.format("available")}{{job="catalog-db"}}', "-99999x20"),
    Case(
        {
            f'{BARMAN.format("available")}{{job="catalog-db"}}': "60x90",
            f'{BARMAN.format("failed")}{{job="catalog-db"}}': "0x9 600x90",
        },
        40,
        {"MotcuaBackupFailed"},
    ),
    alone("MotcuaDown", of("up"), "1x5 0x20"),
    alone("MotcuaUnready", of("motcua_ready"), "0x20"),
    alone("MotcuaRestarts", of("process_start_time_seconds"), "1 1 2 3 4 5x20"),
    alone("MotcuaLoopHeld", of("motcua_loop_delay_seconds"), "3x20"),
    alone("MotcuaTaskFailed", of("motcua_task_running", 'task="relay"'), "1x5 0x20"),
    alone("MotcuaInternalErrors", of("motcua_requests_total", 'code="INTERNAL"'), "0x15 1x20"),
    alone("MotcuaOverloaded", of("motcua_refusals_total", 'reason="SERVER_BUSY"'), "0+5x20"),
    alone("MotcuaRelayHalted", of("motcua_relay_halted"), "1x20"),
    Case(
        {of("motcua_relay_oldest_timestamp_seconds"): "60x90"},
        20,
        {"MotcuaOutboxOld", "MotcuaBudgetBurnsFast"},
    ),
    alone("MotcuaNobodyLeads", of("motcua_leads", 'role="relay"'), "0x20"),
    alone("MotcuaStreamRebuilt", of("motcua_relay_rebuilds_total"), "0x5 1x20"),
    alone("MotcuaTreeHeadsStopped", of("motcua_tree_heads_stopped"), "1x20"),
    alone("MotcuaReleasesStopped", of("motcua_releases_stopped"), "1x20"),
    alone("MotcuaMemberSuspended", of("motcua_members_suspended"), "2x20"),
    alone("MotcuaMemberLater", of("motcua_members_later"), "1x90", 80),
    alone("MotcuaMemberSilent", of("motcua_members_silent"), "1x90", 80),
    alone("MotcuaProjectionHalted", of("motcua_projection_stopped", 'projection="tree"'), "1x20"),
    alone("MotcuaProjectionBehind", of("motcua_projection_current", 'projection="tree"'), "0x20"),
    alone("MotcuaReconciliation", of("motcua_reconciliation_residual", 'identity="a"'), "2x20"),
    alone("MotcuaReconciliationOld", of("motcua_reconciled_seconds"), "60x200", 140),
    alone("MotcuaMonthsNotSummed", of("motcua_definition_months_left"), "9x90", 80),
    alone("MotcuaDatabaseAway", of("motcua_database_up"), "0x20"),
    alone("MotcuaDatabaseReadOnly", of("motcua_database_read_only"), "1x20"),
    alone("MotcuaDatabaseFull", of("motcua_database_failures_total", 'why="full"'), "0x18 3x20"),
    alone("MotcuaDatabaseMoved", of("motcua_database_moves_total"), "0x5 1x20"),
    alone("MotcuaCommitsWait", of("motcua_database_commits_waiting"), "2x20"),
    Case(
        {
            of("motcua_disk_free_bytes", 'path="/"'): "5x20",
            of("motcua_disk_size_bytes", 'path="/"'): "99x20",
        },
        20,
        {"MotcuaDiskFull"},
    ),
    alone("MotcuaNatsAway", of("motcua_bus_up"), "0x20"),
    alone(
        "MotcuaGuessing", of("motcua_refusals_total", 'reason="TOKENS_TOO_MANY_WRONG"'), "0+9x20"
    ),
    alone(
        "MotcuaLimited",
        of("motcua_limit_refusals_total", 'role="officer",limit="reads"'),
        "0+9x40",
        40,
    ),
    alone("MotcuaAuditDropped", of("motcua_audit_dropped_total"), "0x15 3x20"),
    alone("MotcuaAuditFolded", of("motcua_audit_folded_total"), "0+9x40", 40),
    alone("MotcuaAuditWaits", of("motcua_audit_waiting_rows"), "7x40", 40),
    Case(
        {
            f'motcua_key_used{{job="catalog",instance="a",{RING},key="k2"}}': "1x20",
            f'motcua_key_used{{job="catalog",instance="b",{RING},key="k2"}}': "0x20",
        },
        20,
        {"MotcuaKeysDiffer"},
    ),
    Case(
        {
            f'motcua_key_used{{job="catalog",instance="a",{RING},key="k2"}}': "0x20",
            'motcua_ready{job="catalog",instance="a"}': "1x20",
            'motcua_ready{job="catalog",instance="b"}': "1x20",
        },
        20,
        {"MotcuaKeysDiffer"},
    ),
    alone("MotcuaSettingUnreadable", of("motcua_setting_readable", 'setting="A"'), "0x20"),
    alone("MotcuaSettingUnreadable", of("motcua_revocations_readable"), "0x20"),
    alone("MotcuaIssuerAway", of("motcua_issuer_up", 'issuer="city"'), "0x20"),
    Case(
        {
            of("motcua_tls_start_timestamp_seconds"): "-30000000x20",
            of("motcua_tls_expiry_timestamp_seconds"): "999999x20",
        },
        20,
        {"MotcuaCertificateExpires"},
    ),
    Case(
        {
            of("motcua_tls_files_usable"): "0x20",
            of("motcua_tls_expiry_timestamp_seconds"): "31536000x20",
        },
        20,
        {"MotcuaCertificateUnusable"},
    ),
    alone("MotcuaScansGivenUp", of("motcua_scans_given_up"), "1x20"),
    burning("MotcuaBudgetBurnsFast", "0+3x50", 50),
    burning("MotcuaBudgetBurnsSlowly", "0+0.35x200", 200),
    Case(
        {
            of("motcua_visible_seconds_count", 'projection="items"'): "0+100x50",
            of("motcua_visible_seconds_bucket", 'projection="items",le="5.0"'): "0+80x50",
        },
        50,
        {"MotcuaBudgetBurnsFast"},
    ),
    Case(
        {
            'motcua_projection_current{job="metrics",instance="a",projection="items"}': "0x50",
            of("motcua_relay_oldest_timestamp_seconds"): "0x50",
        },
        50,
        {"MotcuaProjectionBehind", "MotcuaBudgetBurnsFast"},
    ),
    # All is well: a failure in ten thousand, a moment in the outbox, a certificate of a year.
    Case(
        {
            of("up"): "1x90",
            of("motcua_ready"): "1x90",
            of(COMMANDS, 'outcome="served"'): "0+10000x90",
            of(COMMANDS, 'outcome="failed"'): "0+1x90",
            of("motcua_relay_oldest_timestamp_seconds"): "0+60x90",
            of("motcua_leads", 'role="relay"'): "1x90",
            'motcua_leads{job="catalog",instance="b",role="relay"}': "0x90",
            of("motcua_projection_current", 'projection="tree"'): "1x90",
            of("motcua_tls_expiry_timestamp_seconds"): "31536000x90",
            of("motcua_tls_start_timestamp_seconds"): "-9000x90",
            of("motcua_tls_files_usable"): "1x90",
            # One for a week, of its first day.
            'motcua_tls_start_timestamp_seconds{job="metrics",instance="c"}': "0x90",
            'motcua_tls_expiry_timestamp_seconds{job="metrics",instance="c"}': "604800x90",
            # A process without TLS, as it begins.
            'motcua_tls_expiry_timestamp_seconds{job="metrics",instance="b"}': "0x90",
            'motcua_tls_files_usable{job="metrics",instance="b"}': "0x90",
            'motcua_reconciled_seconds{job="metrics",instance="b"}': "0x90",
            of("motcua_database_failures_total", 'why="full"'): "0x90",
            of("motcua_database_archive_failed"): "0x90",
            of("motcua_backup_ended_timestamp_seconds", 'path="/m"'): "60x90",
            f'{BARMAN.format("failed")}{{job="catalog-db"}}': "0x90",
            f'{BARMAN.format("available")}{{job="catalog-db"}}': "60x90",
            of("motcua_task_running", 'task="relay"'): "1x90",
            of("motcua_definition_months_left", 'definition="d"'): "900-9x90",
        },
        90,
        set(),
    ),
]
