"""Settings of services that a stack chooses where nobody else does, and where it keeps files.

Promises that a command of a service is given the same as the service was.
"""

from pathlib import Path

# Who connects from this machine says from where visitors come: the pages, and what stands before
# them. Nobody else can connect to a stack, and all of their visitors would be one caller.
OF_PAGES = {"MOTCUA_TRUSTED_PROXIES": "127.0.0.1,::1"}
# What counts unless the environment says: nobody scans files, and citizens track dossiers, and pay
# to test payments, at addresses of nobody.
DEFAULTS = {
    **OF_PAGES,
    "MOTCUA_SCAN_COMMAND": "none",
    "MOTCUA_TRACKING_PAGE": "https://motcua.example/track?number={number}",
    "MOTCUA_TEST_PAYMENTS": "https://motcua.example/pay",
}


def blobs(data_dir: Path) -> str:
    """Where attachments are kept."""
    return (data_dir / "blobs").as_uri()
