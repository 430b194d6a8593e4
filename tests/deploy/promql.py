"""What an expression of PromQL asks for: names of metrics and labels, and those that there are.

Must not judge an expression: promtool does.
"""

import importlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "deploy" / "alerts").glob("*.yaml"))
OF_PROMETHEUS = {"up", "ALERTS"}
# Of CloudNativePG's plugin for Barman, as its documentation (0.11 to 0.16) names them.
OF_BARMAN = {
    f"barman_cloud_cloudnative_pg_io_last_{each}_backup_timestamp"
    for each in ("available", "failed")
}
OF_SCRAPES = {"job", "instance", "le", "slo", "alertname", "alertstate"}
WORDS = {"and", "or", "unless", "bool", "by", "without", "on", "ignoring", "offset", "inf", "nan"}
TEXT = re.compile(r'"[^"]*"|\'[^\']*\'')
LISTED = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
MATCHED = re.compile(r"\{([^}]*)\}")
NAME = re.compile(r"(?<![\w:.$])([a-zA-Z_:][\w:]*)(?!\s*\()(?![\w:])")


@cache
def rules() -> list[dict[str, Any]]:
    """Every rule, of recordings and alerts."""
    files = [yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) for path in RULES]
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


def metrics_in(expression: str) -> set[str]:
    """The names of the series that it reads."""
    bare = re.sub(r"\[[^\]]*\]", "", MATCHED.sub("", LISTED.sub("", TEXT.sub('""', expression))))
    return set(NAME.findall(bare)) - WORDS


def labels_in(expression: str) -> set[str]:
    """The labels that it selects or groups by."""
    bare = TEXT.sub('""', expression)
    named = [name for listed in LISTED.findall(bare) for name in listed.split(",")]
    chosen = [
        each for matched in MATCHED.findall(bare) for each in re.findall(r"(\w+)\s*[=!]", matched)
    ]
    return {name.strip() for name in (*named, *chosen)} - {""}


@cache
def registered() -> tuple[frozenset[str], frozenset[str]]:
    """Names and labels that the services register."""
    for service in ("catalog", "submissions", "metrics"):
        importlib.import_module(f"services.{service}.__main__")
    registry = importlib.import_module("services.chassis.gauges").REGISTRY
    collectors = registry._names_to_collectors
    labels = {label for each in collectors.values() for label in getattr(each, "_labelnames", ())}
    made = {each.name for family in registry.collect() for each in (family, *family.samples)}
    return (
        frozenset({*collectors, *made}),
        frozenset({*labels, "setting", "key"}),
    )


def unknown(expressions: Iterable[str]) -> set[str]:
    """What they read that nobody registers or records."""
    names, labels = registered()
    recorded = {rule["record"] for rule in rules() if "record" in rule}
    found = {name for each in expressions for name in metrics_in(each)} - names - recorded
    asked = {label for each in expressions for label in labels_in(each)} - labels - OF_SCRAPES
    return (found - OF_PROMETHEUS - OF_BARMAN) | asked
