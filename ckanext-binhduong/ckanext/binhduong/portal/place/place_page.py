"""What the page of an administrative unit shows, from the answers of actions. Imports no CKAN."""

from typing import Any

__all__ = ["about", "by_theme", "related_ids"]


def related_ids(unit: dict[str, Any]) -> list[str]:
    """Return the ids of a unit and of those above it: a dataset about the province is also about its communes."""
    return [unit["id"], *(above["id"] for above in unit["parents"])]


def about(datasets: list[dict[str, Any]], unit: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Sort datasets by what they are about.

    Args:
        datasets: as ``package_search`` finds them by this unit or one above it (a dataset is also found by the units above its own).
        unit: as ``place_show`` gives it.

    Returns:
        ``own``: about this unit or one of its parts; ``wider``: about one that this unit lies in. Those about its neighbours are left out.
    """
    above = {each["id"] for each in unit["parents"]}
    inside = {unit["id"], *(each["id"] for each in unit["children"])}
    found: dict[str, list[dict[str, Any]]] = {"own": [], "wider": []}
    for dataset in datasets:
        units = set(dataset.get("units") or [])
        if units & inside:
            found["own"].append(dataset)
        elif units & above:
            found["wider"].append(dataset)
    return found


def by_theme(layers: list[dict[str, Any]], counts: dict[str, int | None]) -> list[dict[str, Any]]:
    """Return the layers that have features in a unit, grouped by theme: ``theme``, ``count`` (None when one was too large to count) and
    ``layers`` ([(layer, count)])."""
    groups: dict[str, dict[str, Any]] = {}
    for layer in layers:
        count = counts.get(layer["id"], 0)
        if count == 0:
            continue
        group = groups.setdefault(layer["theme"], {"theme": layer["theme"], "count": 0, "layers": []})
        group["count"] = None if count is None or group["count"] is None else group["count"] + count
        group["layers"].append((layer, count))
    return sorted(groups.values(), key=lambda group: (group["count"] is not None, -(group["count"] or 0)))
