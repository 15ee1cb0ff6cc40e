"""What `analyse facets` says of groups: bias by two groupings, severity by observer type, exact agreement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reports.analysis.options import Options
from reports.analysis.problems import refuse
from reports.analysis.sheet import Sheet
from reports.analysis.values import Plain, Value, value
from reports.statistics.facets.exact_agreement import exact_agreement
from reports.statistics.facets.groups import group_difference, group_means
from reports.statistics.facets.interactions import Biases, bias_interactions
from reports.statistics.facets.model import FacetsModel


def group_values(model: FacetsModel, sheet: Sheet, options: Options, rows: NDArray[np.bool_]) -> list[Value]:
    """Bias by two groupings, the severity of observer types, and exact agreement, when columns for them are named."""
    prefix = f"mfrm.{'pcm' if model.steps_by else 'rsm'}.jml"
    found: list[Value] = []

    def kept(column: str) -> list[str]:
        return [label for label, there in zip(sheet.labels(column), rows, strict=True) if there]

    for pair in options.bias or ():
        columns = pair.split("*")
        if len(columns) != 2:
            raise refuse(f"found --bias {pair}, expected two columns such as type*item")
        found += _bias(
            f"{prefix}.bias.{_short(columns[0])}_x_{_short(columns[1])}",
            bias_interactions(model, [kept(column) for column in columns]),
        )
    if options.type and options.observer in model.table.names[1:]:
        home = dict(zip(kept(options.observer), kept(options.type), strict=True))
        means = group_means(model, options.observer, home)
        found += [value(f"{prefix}.{options.type}.mean_severity.{mean.name}", mean.mean) for mean in means]
        if len(means) == 2:
            gap = group_difference(model, options.observer, home, means[0].name, means[1].name)
            reason = gap.undefined
            found += [
                value(f"{prefix}.{options.type}.severity_difference", gap.value, reason),
                value(f"{prefix}.{options.type}.severity_difference_se_measurement", gap.standard_error, reason),
            ]
    if options.unit:
        agreed = exact_agreement(model, kept(options.unit))
        reason = "No two ratings are of the same thing."
        found += [
            value("mfrm.exact_agreement.pairs", agreed.pairs if agreed else 0),
            value("mfrm.exact_agreement.observed", agreed.observed if agreed else None, reason),
            value("mfrm.exact_agreement.expected", agreed.expected if agreed else None, reason),
        ]
    return found


def _short(column: str) -> str:
    """observer_type is called type in the names of values, as elsewhere."""
    return "type" if column.endswith("_type") else column


def _bias(prefix: str, biases: Biases) -> list[Value]:
    if not biases.cells:
        return []
    names: dict[str, list[float | None]] = {
        "size": [cell.size for cell in biases.cells],
        "se": [cell.error for cell in biases.cells],
        "t": [cell.t for cell in biases.cells],
        "p": [cell.p_value for cell in biases.cells],
        "p_holm": [cell.p_adjusted for cell in biases.cells],
        "obs_minus_exp": [cell.gap for cell in biases.cells],
    }
    reason = next((cell.undefined for cell in biases.cells if cell.undefined), "A cell has no size.")
    found = [Value(f"{prefix}.cells", ["|".join(cell.cell) for cell in biases.cells])]
    for name, numbers in names.items():
        known = [number for number in numbers if number is not None]
        whole = len(known) == len(numbers)
        shown: Plain = [float(number) for number in known] if whole else None
        found.append(Value(f"{prefix}.{name}", shown, None if whole else reason))
    return [*found, value(f"{prefix}.fixed_chi2", biases.chi_square), value(f"{prefix}.fixed_chi2_p", biases.p_value)]
