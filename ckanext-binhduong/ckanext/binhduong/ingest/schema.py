"""A declared schema (Frictionless Table Schema): its word stands before what a column looks like, and every difference is a finding."""

from typing import Any

import numpy as np
import pyarrow as pa

from ckanext.binhduong.ingest.findings import Findings
from ckanext.binhduong.ingest.model import Plan
from ckanext.binhduong.ingest.stats import Stats


def apply(schema: dict[str, Any], plans: list[Plan], findings: Findings) -> None:
    """Set the plans' types from the schema."""


class Checks:
    """What a schema asks of values: required, unique, limits; ``key`` is the column the schema's primaryKey names."""

    def __init__(self, plans: list[Plan], schema: dict[str, Any] | None, findings: Findings, place_name: str) -> None:
        self.key: Plan | None = None

    def take(self, arrays: dict[str, pa.Array], rows: np.ndarray, refused: np.ndarray) -> None:
        """Check one batch."""

    def finish(self, stats: dict[str, Stats]) -> None:
        """Check what needs the whole column."""
