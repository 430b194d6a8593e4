"""Every process hides the same figures: `validate_only` and the publication that follows it, one
replica and the other.
"""

import os
import subprocess
import sys

SEEDS = ("31", "34", "41", "42")  # of cities where the order of a set decided


def test_what_is_hidden_does_not_depend_on_the_order_of_sets() -> None:
    found = {hidden_figures(hashes=hashes) for hashes in range(3)}
    assert len(found) == 1
    assert found != {""}


def hidden_figures(*, hashes: int) -> str:
    """By a process that hashes texts with a seed of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": str(hashes)}
    words = [sys.executable, "-m", "tests.metrics.hidden_figures", *SEEDS]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout
