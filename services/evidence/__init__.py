"""Tamper evidence: signed heads of the Merkle tree over each log, and the check against them.

It stands on the chassis and knows no service. A service lets it observe what its relay publishes.
"""

from pathlib import Path

SQL = Path(__file__).parent / "sql"
