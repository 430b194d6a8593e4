"""Which keys a process knows, as a metric: by it an operator sees that a new key is known
everywhere, before it is used.

To be asked makes a ring look at its file. Ids of keys are shown, never a key.
"""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.chassis.gauges import REGISTRY
from services.chassis.keys import Keyring


class KeysShown(Collector):
    """`motcua_key_used{setting,key}`: 1 for the key that is used, 0 for each that is known."""

    def __init__(self) -> None:
        self.rings: dict[str, Callable[[], Iterable[str]]] = {}  # ids, the used one first

    def collect(self) -> Iterator[Metric]:
        """Of every ring."""
        family = GaugeMetricFamily(
            "motcua_key_used", "1: this key is used; 0: it is known", labels=["setting", "key"]
        )
        for setting, ids in list(self.rings.items()):
            for place, key in enumerate(ids()):
                family.add_metric([setting, key], float(not place))
        yield family


KEYS = KeysShown()
REGISTRY.register(KEYS)


def shown(setting: str, ring: Keyring) -> Keyring:
    """The ring, shown from now on."""
    KEYS.rings[setting] = lambda: list(ring.keys)
    return ring
