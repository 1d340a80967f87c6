"""Actions of the package `search`: CKAN's `package_search` says which argument is wrong."""

from __future__ import annotations

from typing import Any

from ckan.lib.search import SolrConnectionError
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context, DataDict
from flask import g, has_request_context, request

from ckanext.binhduong.core.parameters import read_limit, refuse_unknown
from ckanext.binhduong.core.problems.action_errors import ckan_errors
from ckanext.binhduong.core.problems.request_errors import ArgumentError
from ckanext.binhduong.search.index.completeness import lacks_datasets
from ckanext.binhduong.search.query.bounds.parameters import check_extras
from ckanext.binhduong.search.query.bounds.syntax import is_readable
from ckanext.binhduong.search.query.chosen_values import CHOSEN, chosen_in
from ckanext.binhduong.search.query.places.typed_place import read_typed_place
from ckanext.binhduong.search.query.search_errors import SearchArgumentError
from ckanext.binhduong.search.query.solr_query import STEP
from ckanext.binhduong.search.query.steps import Step
from ckanext.binhduong.search.query.words import is_fielded
from ckanext.binhduong.search.stepwise import stepwise
from ckanext.binhduong.search.suggest.suggestions import suggestions
from ckanext.binhduong.search.typos.spelling import spellings
from ckanext.binhduong.search.without_solr.answer import answer_from_database
from ckanext.binhduong.search.without_solr.conditions import NotAnswerable

__all__ = ["dataset_suggest", "package_search"]

_SUGGESTED, _MOST_SUGGESTED = 10, 20
_OWN_WAY = ("defType", "qf", "mm")
"""A caller who chooses the parser, the fields or the minimum match gets the words as they are, in one step."""


@tk.chained_action
@tk.side_effect_free
def package_search(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """CKAN's own action, with the places ``ext_bbox`` (w,s,e,n), ``ext_geom`` (WKT or GeoJSON), ``ext_near`` (lon,lat), ``ext_radius``
    (metres), ``ext_within`` (unit id) and ``ext_place`` (a unit's name, a position or two corners, as typed), in WGS 84; results are ranked
    by their words and by how well their extent fits the places. With a unit the answer has ``boundary``: "approximate" for units of 2025,
    whose shapes are unions of the communes of 2024.

    Raises:
        ValidationError: for a program, naming the argument; the search page gets CKAN's own error, which it knows how to show.
    """
    try:
        check_extras(data_dict)
        if context.get("for_view"):
            data_dict = _with_choice(_as_typed(_without_unknown_place(data_dict)))
        return _from_solr_or_database(next_action, context, data_dict)
    except SearchArgumentError:
        if context.get("for_view"):
            raise
        with ckan_errors():
            raise


def _without_unknown_place(data_dict: DataDict) -> DataDict:
    """A page whose reader typed a place that is none lists what the rest asks for, and says so (``binhduong_typed_place``)."""
    extras = data_dict.get("extras") or {}
    if "ext_place" not in extras or read_typed_place(extras["ext_place"]):
        return data_dict
    return {**data_dict, "extras": {name: value for name, value in extras.items() if name not in ("ext_place", "ext_radius")}}


def _as_typed(data_dict: DataDict) -> DataDict:
    """What a person types is words, unless it names a field and can be read as CKAN's API reads it: "title: (mới" is no syntax error."""
    q = data_dict.get("q")
    if not isinstance(q, str) or not is_fielded(q) or is_readable(q):
        return data_dict
    return {**data_dict, "q": q.replace(":", " ")}


def _with_choice(data_dict: DataDict) -> DataDict:
    """Take what is chosen in a page's facets out of its filter; a program's filter stays as it is."""
    fq = data_dict.get("fq")
    if not (has_request_context() and isinstance(fq, str)):
        return data_dict
    # CKAN's pages put a space before each condition, and the first one is cut off.
    fq, chosen = chosen_in(f" {fq}", list(request.args.items(multi=True)))
    chosen_extras = {"extras": {**(data_dict.get("extras") or {}), CHOSEN: chosen}} if chosen.values else {}
    return {**data_dict, "fq": fq.strip(), **chosen_extras}


def _from_solr_or_database(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask Solr; when it is down or slow, the database, if that has the answer."""
    try:
        answer = _noting_what_lacks(_in_steps(next_action, context, data_dict))
    except SolrConnectionError as error:
        try:
            answer = answer_from_database(context, data_dict)
        except NotAnswerable:
            raise error from None
    if context.get("for_view") and has_request_context():
        g.binhduong_understood = answer["understood"]  # CKAN hands only the results on to the template
    return answer


def _noting_what_lacks(answer: dict[str, Any]) -> dict[str, Any]:
    """Say in ``understood`` that the index is incomplete, while it is: what is not found may be there."""
    return {**answer, "understood": {**answer["understood"], "incomplete": True}} if lacks_datasets() else answer


def _in_steps(next_action: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask with all words; when that finds too little, correct slips of the finger, then ask with fewer words."""
    if not isinstance(data_dict.get("q") or "", str) or any(data_dict.get(name) for name in _OWN_WAY):
        return {**next_action(context, data_dict), "understood": {}}

    def ask(step: Step) -> dict[str, Any]:
        return next_action(context, {**data_dict, "extras": {**(data_dict.get("extras") or {}), STEP: step}})

    return stepwise(data_dict.get("q"), ask, spellings, ranked=_is_ranked(data_dict))


def _is_ranked(data_dict: DataDict) -> bool:
    order = str(data_dict.get("sort") or "rank").strip().lower()
    return order == "rank" or order.startswith("score ")


@tk.side_effect_free
def dataset_suggest(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Suggest what a reader may mean while typing: public datasets, themes, agencies, places, features of the map and columns, by name.

    Args:
        q (str): what is typed, with or without marks; every word may be the beginning of one. Nothing is suggested for no letter or digit.
        limit (int): at most so many (10, at most 20).

    Returns:
        For each ``kind`` (dataset, theme, agency, place, feature, column), ``kind_title``, ``id``, ``title``, ``parts`` (the title in
        pieces, ``text`` and ``match``: whether the piece is typed), ``url`` (its path), and where there is one ``detail``, ``layer`` (of a
        feature) and ``also`` (the synonym, or the name in the other language, that has the words).

    Raises:
        ValidationError: ``q`` is no text, ``limit`` no number from 1 to 20.
    """
    tk.check_access("dataset_suggest", context, data_dict)
    with ckan_errors():
        refuse_unknown(data_dict, ("q", "limit"))
        q = data_dict.get("q")
        if q is not None and not isinstance(q, str):
            raise ArgumentError("q", "not-text")
        return suggestions(q or "", read_limit("limit", data_dict.get("limit", _SUGGESTED), _MOST_SUGGESTED))
