"""Prints what is hidden of the figures of random cities, by the seeds of these.

A process of its own: the order in which Python walks through sets of texts is another one in each.
"""

import random
import sys
from collections.abc import Iterator

from tests.metrics.counted_city import City
from tests.metrics.test_disclosures_across import publish, requests


def hidden_figures(seed: int) -> Iterator[str]:
    """A line for each, in the order of publication."""
    draw = random.Random(seed)
    city = City(draw)
    for each in publish(city, requests(draw, len(city.dossiers))):
        if not each.shown:
            yield f"{seed}: {each.asked}, {each.known} dossiers known"


if __name__ == "__main__":
    for seed in map(int, sys.argv[1:]):
        sys.stdout.writelines(f"{each}\n" for each in hidden_figures(seed))
