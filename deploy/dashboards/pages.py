"""What each dashboard shows: an overview, the way of an event, stores and keys, service levels.

Must not name a metric that no service counts; a test holds that.
"""

from grafana_foundation_sdk.models.dashboard import Dashboard

from deploy.dashboards.panels import Lines, Number, page, slowest

OURS = 'code=~"INTERNAL|UNAVAILABLE|DEADLINE_EXCEEDED|UNKNOWN|DATA_LOSS"'
SLOW = slowest("motcua_request_seconds", "job")
SLOW_METHODS = f"topk(10, {slowest('motcua_request_seconds', 'method')})"
REFUSED = "topk(10, sum by (reason) (rate(motcua_refusals_total[5m])))"
APPENDED = "sum by (job) (rate(motcua_append_batch_appends_sum[5m]))"
SHOWN = slowest("motcua_visible_seconds", "job", "projection")
STOPPED = "motcua_relay_halted + motcua_tree_heads_stopped"
CURRENT = "max by (job, projection) (motcua_projection_current)"
ROOM = "motcua_disk_free_bytes / motcua_disk_size_bytes"
ENDS = "(motcua_tls_expiry_timestamp_seconds > 0) - time()"
PROJECTION = "{{job}} {{projection}}"
PROCESS = "{{job}} {{instance}}"
SHARE = "percentunit"
ERRORS = "motcua:slo_errors:ratio"
FAILING = f"sum by (method) (rate(motcua_requests_total{{{OURS}}}[5m])) > 0"


def overview() -> Dashboard:
    """Is anything wrong, and where."""
    now: list[Lines] = [
        Number("Processes that serve", "sum by (job) (motcua_ready)", "{{job}}"),
        Number("Halted projections", "sum(motcua_projection_stopped)", ""),
        Number("Outbox", "max(motcua:outbox_age_seconds)", "", "s"),
        Number("Alerts that fire", 'sum(ALERTS{alertstate="firing"}) or vector(0)', ""),
    ]
    calls = [
        Lines("Calls", "sum by (job) (rate(motcua_requests_total[5m]))", "{{job}}", "reqps"),
        Lines("Failed by us", FAILING, "{{method}}", "reqps"),
        Lines("99 of 100 calls take", SLOW, "{{job}}", "s", examples=True),
        Lines("Slowest methods", SLOW_METHODS, "{{method}}", "s"),
        Lines("Refused", REFUSED, "{{reason}}", "reqps"),
        Lines("Calls that wait", "sum by (job, lane) (motcua_calls_waiting)", "{{job}} {{lane}}"),
    ]
    callers = [
        Lines(
            "Beyond a caller's limit",
            "sum by (limit, role) (rate(motcua_limit_refusals_total[5m]))",
            "{{limit}} {{role}}",
            "reqps",
        ),
        Lines("Audit not written", "sum by (job) (motcua_audit_waiting_rows)", "{{job}}"),
    ]
    machine = [
        Lines("CPU", "rate(process_cpu_seconds_total[5m])", PROCESS, SHARE),
        Lines("Memory", "process_resident_memory_bytes", PROCESS, "bytes"),
        Lines("Too late to its turn", "motcua_loop_delay_seconds", PROCESS, "s"),
        Lines("Open files", "process_open_fds", PROCESS),
    ]
    rows = [("Now", now), ("Calls", calls), ("Callers", callers), ("Processes", machine)]
    return page("motcua-overview", "Motcua: overview", rows)


def events() -> Dashboard:
    """From the append over the relay to projections."""
    log = [
        Lines("Appends", APPENDED, "{{job}}", "ops"),
        Lines(
            "99 of 100 batches take",
            slowest("motcua_append_batch_seconds", "job"),
            "{{job}}",
            "s",
        ),
    ]
    relay = [
        Lines("Outbox", "motcua:outbox_age_seconds", "{{job}}", "s"),
        Lines("Not published", "max by (job) (motcua_relay_lag_events)", "{{job}}"),
        Lines("Who leads", "motcua_leads", "{{job}} {{instance}} {{role}}"),
        Lines("Halted, or heads stopped", STOPPED, "{{job}}"),
    ]
    shown = [
        Lines("99 of 100 batches are shown within", SHOWN, PROJECTION, "s"),
        Lines(
            "Not applied",
            "max by (job, projection) (motcua_projection_lag_events)",
            PROJECTION,
        ),
        Lines("Current", CURRENT, PROJECTION),
        Lines("Does not add up", "motcua_reconciliation_residual", "{{identity}}"),
    ]
    rows = [("Log", log), ("Relay", relay), ("Projections", shown)]
    return page("motcua-events", "Motcua: the way of an event", rows)


def stores() -> Dashboard:
    """PostgreSQL, NATS, disks, certificates, keys, issuers."""
    kept = [
        Lines("Database answers", "motcua_database_up", PROCESS),
        Lines("NATS is connected", "motcua_bus_up", PROCESS),
        Lines("Commits wait", "motcua_database_commits_waiting", "{{job}}"),
        Lines(
            "Failed statements",
            "sum by (job, why) (rate(motcua_database_failures_total[5m]))",
            "{{job}} {{why}}",
            "ops",
        ),
        Lines("Room on disks", ROOM, "{{path}}", SHARE),
        Lines("Tasks that fail", "increase(motcua_task_failures_total[1h])", "{{job}} {{task}}"),
    ]
    keys = [
        Lines("Certificates end in", ENDS, PROCESS, "s"),
        Lines("Keys in use", "motcua_key_used == 1", "{{job}} {{instance}} {{setting}} {{key}}"),
        Lines("Issuers answer", "motcua_issuer_up", "{{job}} {{issuer}}"),
        Lines("Files can be read", "motcua_setting_readable", "{{job}} {{setting}}"),
    ]
    return page("motcua-stores", "Motcua: stores and keys", [("Stores", kept), ("Keys", keys)])


def levels() -> Dashboard:
    """Service levels and what is left of their budgets."""
    left = "1 - motcua:slo_errors:ratio_3d / on (slo) motcua:slo_budget"
    rows = [
        Lines("Left of three days' budget", left, "{{slo}}", SHARE),
        *(
            Lines(f"Errors over {window}", f"{ERRORS}_{window}", "{{slo}}", SHARE)
            for window in ("5m", "1h", "6h", "1d", "3d")
        ),
    ]
    return page("motcua-levels", "Motcua: service levels", [("Service levels", rows)])


def all_pages() -> dict[str, Dashboard]:
    """By the name of their file."""
    return {"overview": overview(), "events": events(), "stores": stores(), "levels": levels()}
