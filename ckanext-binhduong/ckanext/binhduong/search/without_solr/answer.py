"""The answer of ``package_search`` from the database, for as long as Solr does not answer.

Found are public, active datasets whose title or tags have the words, however they are typed; whoever may see more gets no more than
strangers. What only Solr can tell (places, the age of data, words of descriptions) makes a program's question unanswerable; a page leaves
it out and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ckan import plugins as p
from ckan.logic.schema import default_package_search_schema
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import g, has_request_context, request

from ckanext.binhduong.core.clock import utc_text
from ckanext.binhduong.search.query.bounds.parameters import guarded
from ckanext.binhduong.search.without_solr.conditions import FIELDS, NotAnswerable
from ckanext.binhduong.search.without_solr.matching import facets_of, found_in, in_order
from ckanext.binhduong.search.without_solr.public_datasets import PublicDataset, public_datasets
from ckanext.binhduong.search.without_solr.question import Question, question_of

__all__ = ["SOURCE", "answer_from_database", "note_database"]

SOURCE = "database"
"""``understood.source`` of such an answer."""
MOST_SHOWN = 100
"""Datasets in full; each costs a dozen statements."""
_DEFAULT_ROWS = 10


def answer_from_database(context: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``package_search`` returns, with ``understood.source``.

    Args:
        context: of the action; with ``for_view`` what cannot be asked is left out and named in ``understood.not_asked``.
        params: of the action, as they came.

    Raises:
        NotAnswerable: only Solr can answer this.
        SearchArgumentError: an argument that Solr would not get either.
    """
    params = guarded(_cleaned(params))
    lenient = bool(context.get("for_view"))
    question = question_of(context, params, lenient=lenient)
    datasets = [] if question.asked is None else in_order(found_in(public_datasets(), question.asked, question.conditions), question.order)
    start, rows = params.get("start") or 0, params.get("rows", _DEFAULT_ROWS)
    answer = {
        "count": len(datasets),
        "results": _results(datasets[start : start + rows], params.get("fl"), rows, lenient=lenient),
        "sort": question.order,
        **_facets(question, datasets, params, lenient=lenient),
    }
    for plugin in p.PluginImplementations(p.IPackageController):
        answer = plugin.after_dataset_search(answer, {**params, "extras": {}})
    for facet in answer["search_facets"].values():
        facet["items"].sort(key=lambda item: item["display_name"], reverse=True)
    note_database()
    not_asked = {"not_asked": question.left_out} if question.left_out else {}
    return {**answer, "understood": {"source": SOURCE, **not_asked}}


def _cleaned(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments as CKAN's schema leaves them: numbers, lists of texts; it was satisfied when Solr was asked."""
    cleaned, _ = tk.navl_validate(dict(params), default_package_search_schema(), Context())
    return {**cleaned, **cleaned.pop("__extras", {})}


def _results(datasets: list[PublicDataset], fl: Any, rows: int, *, lenient: bool) -> list[dict[str, Any]]:
    fields = [name for text in fl or [] for name in text.replace(",", " ").split()]
    if fields:
        if any(name not in _BRIEF and name not in FIELDS for name in fields):
            raise NotAnswerable("fl")
        return [{name: _value(each, name) for name in fields} for each in datasets]
    if rows > MOST_SHOWN and len(datasets) > MOST_SHOWN:
        raise NotAnswerable("rows")
    return [shown for each in datasets if (shown := _shown(each, lenient=lenient))]


_BRIEF: dict[str, Callable[[PublicDataset], Any]] = {
    "id": lambda each: each.id,
    "name": lambda each: each.name,
    "title": lambda each: each.title,
    "notes": lambda each: each.notes,
    "metadata_created": lambda each: _solr_time(each.created),
    "metadata_modified": lambda each: _solr_time(each.modified),
    "tags": lambda each: list(each.codes["tags"]),
}


def _value(dataset: PublicDataset, name: str) -> Any:
    if name in _BRIEF:
        return _BRIEF[name](dataset)
    values = dataset.codes[name]
    return list(values) if name in ("groups", "res_format", "units", "own_units") else values[0] if values else None


def _solr_time(moment: Any) -> str:
    return utc_text(moment)


def _shown(dataset: PublicDataset, *, lenient: bool) -> dict[str, Any] | None:
    """Return the dataset as a stranger sees it now, or None when it is not public any more."""
    try:
        context: Context = {"user": "", "auth_user_obj": None, "ignore_auth": False, "use_cache": False}
        shown = tk.get_action("package_show")(context, {"id": dataset.id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
    if lenient:
        for plugin in p.PluginImplementations(p.IPackageController):
            shown = plugin.before_dataset_view(shown)
    return shown


def _facets(question: Question, datasets: list[PublicDataset], params: Mapping[str, Any], *, lenient: bool) -> dict[str, Any]:
    fields = params.get("facet.field") or []
    if not lenient and (unknown := [name for name in fields if name not in FIELDS]):
        raise NotAnswerable(unknown[0])
    limit = params.get("facet.limit", tk.config["search.facets.limit"])
    if str(params.get("facet", "true")).lower() == "false":
        fields = []
    facets = {name: facets_of(_countable(question, datasets, name), [name], limit)[name] for name in fields}
    titles = _group_titles({name for field in ("organization", "groups") for name in facets.get(field, {})})
    items = {
        field: [{"name": value, "display_name": titles.get(value, value), "count": count} for value, count in values.items()]
        for field, values in facets.items()
    }
    return {"facets": facets, "search_facets": {field: {"title": field, "items": found} for field, found in items.items()}}


def _countable(question: Question, datasets: list[PublicDataset], name: str) -> list[PublicDataset]:
    """Return the datasets whose values of a facet are counted: all that the other conditions let through."""
    if not question.chosen.get(name) or question.asked is None:
        return datasets
    return [each for _, each in found_in(public_datasets(), question.asked, question.without(name))]


def _group_titles(names: set[str]) -> dict[str, str]:
    return {
        name: group["title"] for kind in ("organization", "group") for name, group in tk.h.binhduong_groups(kind).items() if name in names
    }


def note_database() -> None:
    """Note that the answer to this request is from the database: no error for ``incidents``, and nobody keeps it, for the next is whole."""
    if has_request_context():
        g.pop("binhduong_dependency_down", None)
        g.binhduong_from_database = True
        request.environ["__no_cache__"] = True
