"""A search as Solr gets it: the words made readable, the fields that are searched and their weights, the places and their rank."""

from __future__ import annotations

from typing import Any

from ckanext.binhduong.search.query.bounds.parameters import guarded
from ckanext.binhduong.search.query.chosen_values import CHOSEN, Chosen
from ckanext.binhduong.search.query.places.fit import fit_function
from ckanext.binhduong.search.query.places.shapes import as_wkt, asked_shapes
from ckanext.binhduong.search.query.reading import reading_of
from ckanext.binhduong.search.query.steps import Step

__all__ = ["STEP", "query_fields", "solr_query"]

_FIELDS = {
    True: (
        "title^2 title_marks^6 title_en^4 subjects^1.5 subjects_marks^5 alternatives^1.5 alternatives_marks^4.5 labels^1.5 labels_marks^4"
        " column_words^0.5 column_marks^3"
    ),
    False: "title^5 title_en^4 subjects^4 alternatives^4 labels^3.5 column_words^2.5",
}
"""Whether a text has marks → where its words are looked for. Each word counts in the best of these: title, then tags and theme, synonyms,
agency and place, columns. With marks another word of the same letters ("buổi" for "bưởi") is hardly a match; without marks the fields that
keep them say nothing. Phrases are weighed in solrconfig.xml."""

_PROSE = {
    True: "words_prefix^0.1 text_marks^0.6 notes_en^0.2",
    False: "words_prefix^0.2 text^0.3 notes_en^0.2",
}
"""What comes last: beginnings of words, descriptions, file names."""

STEP = "_step"
"""The key in ``extras`` under which the action hands over the step of the search that is asked."""

_GEOM_FIELD = "spatial_geom"
_EVERY_STATE = "+state:[* TO *]"


def query_fields(*, marked: bool, prose: bool) -> str:
    """Return the fields that are searched, with their weights, for a text with or without marks, with or without descriptions."""
    return f"{_FIELDS[marked]} {_PROSE[marked]}" if prose else _FIELDS[marked]


def solr_query(params: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters for Solr from those ``package_search`` got.

    Raises:
        SearchArgumentError: an argument that cannot be used.
    """
    params = _with_own_filter(guarded(params))
    step = (params.get("extras") or {}).pop(STEP, None)
    if not isinstance(step, Step):
        step = Step(reading_of(params.get("q")).plain)
    params["q"] = step.q
    params.setdefault("defType", "edismax")
    if params["defType"] == "edismax":
        params.setdefault("qf", query_fields(marked=step.marked, prose=step.prose))
        params.setdefault("mm", step.mm)
        if step.within:
            params["fq_list"] = [*(params.get("fq_list") or []), step.within]
        if step.boost:
            params["boost"] = _product(step.boost, params.get("boost"))
    return _with_places(_with_choice(params))


def _with_choice(params: dict[str, Any]) -> dict[str, Any]:
    """Filter by the values that are chosen in facets, and count the other values of a facet as if none of its own were."""
    chosen = (params.get("extras") or {}).pop(CHOSEN, None)
    if not isinstance(chosen, Chosen):
        return params
    fields = chosen.counted(params.get("facet.field") or [])
    return {**params, "fq_list": [*(params.get("fq_list") or []), *chosen.filters()], "facet.field": fields}


def _with_own_filter(params: dict[str, Any]) -> dict[str, Any]:
    """Make the caller's ``fq`` a filter of its own, as it is written.

    CKAN writes its own conditions into the same text: beside ``a OR b`` they leave both words optional, and every dataset is found.
    Brackets round the text would not do: a filter of exclusions only, ``-a``, excludes nothing inside brackets. A caller who names
    ``+state`` keeps CKAN from asking for active datasets; the condition that is left there says so and is always true.
    """
    given = params.get("fq") or ""
    if not given.strip():
        return params
    return {**params, "fq": _EVERY_STATE if "+state" in given else "", "fq_list": [given, *(params.get("fq_list") or [])]}


def _with_places(params: dict[str, Any]) -> dict[str, Any]:
    """Filter by each asked shape (ckanext-spatial itself does so for ``ext_bbox``) and rank by how well the extents fit them."""
    shapes = asked_shapes(params.get("extras") or {})
    if not shapes:
        return params
    filters = [f"{{!field f={_GEOM_FIELD}}}Intersects({as_wkt(shape)})" for name, shape in shapes.items() if name != "ext_bbox"]
    params["fq_list"] = [*(params.get("fq_list") or []), *filters]
    fits = ",".join(f"sum(0.01,{fit_function(shape)})" for shape in shapes.values())
    # The hundredth keeps the words' order among datasets that hardly fit; CKAN hands on one boost, so the caller's own comes as a factor.
    params["boost"] = _product(fits, params.get("boost"))
    return params


def _product(factor: str, other: str | None) -> str:
    return f"product({factor},{other})" if other else f"product({factor})"
