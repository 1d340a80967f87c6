"""Which of the public datasets answer, in which order, and the counts of their facets. Imports no CKAN."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from ckanext.binhduong.search.query.reading import Reading
from ckanext.binhduong.search.without_solr.conditions import Condition, NotAnswerable
from ckanext.binhduong.vn import sort_key
from ckanext.binhduong.vn.text import fold

__all__ = ["Asked", "asked_of", "facets_of", "found_in", "in_order"]

_SHORTEST_PREFIX = 3


class Dataset(Protocol):
    """What is read of a dataset here; ``public_datasets.PublicDataset`` has it."""

    @property
    def codes(self) -> Any: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def folded_title(self) -> str: ...


Each = TypeVar("Each", bound=Dataset)


@dataclass(frozen=True)
class Asked:
    """The words of a search: ``needed`` must all be there, the others count for those that have them; ``units`` likewise."""

    needed: tuple[str, ...] = ()
    helpful: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()


def asked_of(reading: Reading) -> Asked:
    """Return the words of a typed text as titles and tags are searched for them."""
    words, place = reading.sifted.words, reading.place
    inside = range(place.start, place.end) if place else range(0)
    subject = [fold(word) for at, word in enumerate(words) if at not in inside and word not in reading.sifted.helpful]
    pieces = [fold(piece) for exact in reading.typed.exact for piece in exact.strip('"').split()]
    pieces += [fold(prefix.rstrip("*")) for prefix in reading.typed.prefixes]
    helpful = [fold(words[at]) for at in inside] + [fold(word) for word in reading.sifted.helpful]
    units = frozenset(place.units) if place and not place.everywhere else frozenset()
    return Asked(
        tuple(" ".join([*subject, *pieces]).split()) or tuple(helpful),
        tuple(helpful),
        tuple(fold(word.lstrip("-")) for word in reading.typed.unwanted),
        units,
    )


def found_in(datasets: Iterable[Each], asked: Asked, conditions: Sequence[Condition]) -> list[tuple[float, Each]]:
    """Return the datasets that have all needed words and satisfy the conditions, each with its weight: words in the title count double."""
    let_through = [each for each in datasets if all(condition.holds(each.codes[condition.field]) for condition in conditions)]
    weighed = ((_weight(each, asked), each) for each in let_through)
    return [(weight, each) for weight, each in weighed if weight > 0]


def _weight(dataset: Dataset, asked: Asked) -> float:
    words = dataset.words
    if any(word in words for word in asked.unwanted) or not all(_has(words, word) for word in asked.needed):
        return 0
    title = dataset.folded_title.split()
    in_title = sum(_has(title, word) for word in (*asked.needed, *asked.helpful))
    place = 2 * (not asked.units.isdisjoint(dataset.codes["units"]))
    phrase = 2 * (" ".join(asked.needed) in dataset.folded_title)
    return 1 + in_title + sum(_has(words, word) for word in asked.helpful) + place + phrase


def _has(words: Sequence[str], wanted: str) -> bool:
    return wanted in words or (len(wanted) >= _SHORTEST_PREFIX and any(word.startswith(wanted) for word in words))


_ORDERS: dict[str, Callable[[tuple[float, Any]], Any]] = {
    "score": lambda found: found[0],
    "metadata_modified": lambda found: found[1].modified,
    "metadata_created": lambda found: found[1].created,
    "title_string": lambda found: sort_key(found[1].title),
    "name": lambda found: found[1].name,
    "id": lambda found: found[1].id,
}


def in_order(found: list[tuple[float, Any]], sort: str) -> list[Any]:
    """Return the datasets in an order in Solr's words, those of one place by id.

    Raises:
        NotAnswerable: an order by something the database does not have.
    """
    found = sorted(found, key=_ORDERS["id"])
    for part in reversed(sort.split(",")):
        field, _, direction = part.strip().partition(" ")
        if field not in _ORDERS:
            raise NotAnswerable(part)
        found.sort(key=_ORDERS[field], reverse=direction.strip().lower() == "desc")
    return [dataset for _, dataset in found]


def facets_of(datasets: Sequence[Dataset], fields: Iterable[str], limit: int) -> dict[str, dict[str, int]]:
    """Return field → value → number of the datasets with it, the most frequent first; {} for a field the database does not have.

    Args:
        limit: values of a field at most; a negative one means all.
    """
    facets = {}
    for field in fields:
        counts = Counter(value for dataset in datasets for value in dataset.codes.get(field, ()))
        facets[field] = dict(counts.most_common(limit if limit >= 0 else None))
    return facets
