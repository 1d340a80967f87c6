"""The minimum levels of a publication plan as conditions that the portal checks itself: "reached" is measured, never ticked.

The province's plan asks each agency for "the minimum level to reach in each phase" without saying what a level is; these four go from
being there to being kept up, each with the conditions of those below it. Imports no CKAN.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.binhduong.catalogue import vocabularies
from ckanext.binhduong.core.freshness.rhythm import is_rarer

__all__ = ["CONDITIONS", "LEVELS", "Facts", "level_of", "missing"]

_SERVICES = ("API", "WFS", "WMS")
"""Formats of links to services: what is behind one is not known, so that none is an open format by its name alone."""
_UNACCEPTED = ("pending", "running", "refused", "failed", "held", "submitted")


@dataclass(frozen=True)
class Facts:
    """What the conditions look at.

    Attributes:
        dataset: as ``package_show`` gives it; empty when there is none.
        promised: the EU code of the frequency that the plan promises; empty when it promises none.
        freshness: the dataset's state by ``core.freshness``: fresh, due, overdue or none.
        rating: what its metadata are rated by the Metadata Quality Assessment: excellent, good, sufficient or bad; empty when not measured.
    """

    dataset: Mapping[str, Any]
    promised: str = ""
    freshness: str = "none"
    rating: str = ""

    @property
    def published(self) -> list[Mapping[str, Any]]:
        """The resources with a file that readers get."""
        return [each for each in self.dataset.get("resources") or [] if each.get("release_number") or not _unaccepted(each)]


def _unaccepted(resource: Mapping[str, Any]) -> bool:
    return resource.get("release_state") in _UNACCEPTED


def _is_public(facts: Facts) -> bool:
    return facts.dataset.get("state") == "active" and not facts.dataset.get("private") and bool(facts.published)


def _has_licence(facts: Facts) -> bool:
    return bool(facts.dataset.get("license_id")) and facts.dataset.get("license_id") != "notspecified"


def _has_open_format(facts: Facts) -> bool:
    """A published table is served in open formats whatever its own file is."""
    return any(each.get("datastore_active") or _is_open(str(each.get("format") or "")) for each in facts.published)


def _is_open(name: str) -> bool:
    """Return whether a format is nobody's own, for programs to read and of files, as the table of formats says."""
    found = vocabularies.find_format(name)
    return bool(found and found["open"] and found["machine_readable"] and found["code"] not in _SERVICES)


def _has_rows_by_api(facts: Facts) -> bool:
    return any(each.get("datastore_active") for each in facts.published)


def _is_described(facts: Facts) -> bool:
    return all(str(facts.dataset.get(field) or "").strip() for field in ("title", "notes", "contact_name", "contact_email", "frequency"))


def _is_rated_excellent(facts: Facts) -> bool:
    return facts.rating == "excellent"


def _has_no_open_finding(facts: Facts) -> bool:
    return not any(_unaccepted(each) for each in facts.dataset.get("resources") or [])


def _keeps_frequency(facts: Facts) -> bool:
    """As often as promised or more often, and not overdue."""
    if facts.freshness == "overdue":
        return False
    return not is_rarer(str(facts.dataset.get("frequency") or ""), facts.promised)


#: Name of a condition → whether it holds.
CONDITIONS: dict[str, Callable[[Facts], bool]] = {
    "public": _is_public,
    "licence": _has_licence,
    "open_format": _has_open_format,
    "rows_by_api": _has_rows_by_api,
    "described": _is_described,
    "metadata_points": _is_rated_excellent,
    "no_open_finding": _has_no_open_finding,
    "frequency_kept": _keeps_frequency,
}
#: Level → what it asks for beyond the level below.
LEVELS: dict[int, tuple[str, ...]] = {
    1: ("public",),
    2: ("licence", "open_format"),
    3: ("rows_by_api", "described", "metadata_points"),
    4: ("no_open_finding", "frequency_kept"),
}


def missing(facts: Facts, level: int) -> list[str]:
    """Return the conditions of a level and those below it that do not hold."""
    return [name for number, names in LEVELS.items() if number <= level for name in names if not CONDITIONS[name](facts)]


def level_of(facts: Facts) -> int:
    """Return the highest level whose conditions, and those of all below it, hold; 0 when the dataset is not even public."""
    return next((level - 1 for level in LEVELS if missing(facts, level)), max(LEVELS))
