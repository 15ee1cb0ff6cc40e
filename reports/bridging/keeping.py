"""A linking table as plain values, so that what was published stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.statistics.estimate import Estimate
from reports.statistics.linking_table import LinkedScore, LinkingTable


def kept(table: LinkingTable) -> dict[str, Any]:
    """The table as JSON can hold it. Raises ValueError for a table without rows: there is nothing to keep."""
    if not table.rows:
        raise ValueError(table.undefined)
    return {
        "schema": "1",
        "method": table.method,
        "sheets": table.sheets,
        "clinicians": table.clinicians,
        "correlation": table.correlation.value,
        "confidence": table.rows[0].linked.confidence,
        "rows": [
            {
                "score": row.score,
                "linked": row.linked.value,
                "standard_error": row.linked.standard_error,
                "low": row.linked.low,
                "high": row.linked.high,
            }
            for row in table.rows
        ],
    }


def opened(stored: Mapping[str, Any]) -> LinkingTable:
    """The table again, as it was kept."""
    correlation = stored["correlation"]
    return LinkingTable(
        method=stored["method"],
        rows=tuple(
            LinkedScore(
                row["score"],
                Estimate(
                    row["linked"],
                    row["standard_error"],
                    row["low"],
                    row["high"],
                    confidence=stored["confidence"],
                    method=stored["method"],
                ),
            )
            for row in stored["rows"]
        ),
        sheets=stored["sheets"],
        clinicians=stored["clinicians"],
        correlation=Estimate(correlation)
        if correlation is not None
        else Estimate(None, undefined="The versions were not scored on the same consultations."),
    )
