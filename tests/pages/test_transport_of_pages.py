"""Where pages listen and whom they call, found wrong when their settings are read.

Promises that visitors' tokens and sessions go to no other machine in plain text unless allowed.
"""

from pathlib import Path

import pytest

from services.chassis.settings import SettingsError
from services.chassis.tls.channels import is_plain
from services.pages.settings import Settings
from tests.certified import Certified

ENOUGH = {
    "MOTCUA_LISTEN": "0.0.0.0:8080",
    "MOTCUA_SECRET_KEYS": f"1:{'00' * 16}",
    "MOTCUA_PAGES_CATALOG": "catalog.example:7000",
    "MOTCUA_PAGES_SUBMISSIONS": "submissions.example:7000",
    "MOTCUA_PAGES_METRICS": "metrics.example:7000",
}
PROXIED = {"MOTCUA_PAGES_BEHIND_TLS": "yes"}


def read(**more: str) -> Settings:
    return Settings.from_environment({**ENOUGH, **more})


def test_pages_listen_elsewhere_behind_tls_or_under_it(tmp_path: Path) -> None:
    certificate, key = Certified(tmp_path).issue("pages")
    own = {"MOTCUA_TLS_CERTIFICATE": certificate, "MOTCUA_TLS_KEY": key}
    assert (read(**PROXIED).is_https, read(**own).is_https) == (True, True)
    assert not read(MOTCUA_PLAINTEXT="pages").is_https
    with pytest.raises(SettingsError, match=r"MOTCUA_LISTEN is outside loopback.*PLAINTEXT=pages"):
        read()
    metrics = {"MOTCUA_METRICS_LISTEN": "0.0.0.0:9000"}
    with pytest.raises(SettingsError, match=r"MOTCUA_METRICS_LISTEN is outside.*PLAINTEXT=metrics"):
        read(**PROXIED, **metrics)
    assert read(**own, **metrics)


def test_services_elsewhere_are_called_under_tls(tmp_path: Path) -> None:
    certified = Certified(tmp_path)
    certificate, key = certified.issue("pages")
    settings = read(**PROXIED)
    assert not is_plain(settings.metrics, settings.client_tls)
    allowed = read(**PROXIED, MOTCUA_PLAINTEXT="api")
    assert is_plain(allowed.metrics, allowed.client_tls)
    shown = {"MOTCUA_CLIENT_CERTIFICATE": certificate, "MOTCUA_CLIENT_KEY": key}
    tls = read(**PROXIED, **shown, MOTCUA_CA=certified.ca, MOTCUA_PLAINTEXT="all").client_tls
    assert (tls.ca, tls.certificate, tls.key) == (certified.ca, certificate, key)
    with pytest.raises(SettingsError, match=r"MOTCUA_CA: .*cannot be read"):
        read(**PROXIED, MOTCUA_CA=str(tmp_path / "absent"))
    with pytest.raises(SettingsError, match="MOTCUA_CLIENT_KEY is missing"):
        read(**PROXIED, MOTCUA_CLIENT_CERTIFICATE=certificate)
