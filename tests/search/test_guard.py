"""Hostile and clumsy searches are refused or capped before Solr sees them, and never show what is private."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.binhduong.search.query.bounds.parameters import MAX_FACET_VALUES, guarded
from ckanext.binhduong.search.query.search_errors import SearchArgumentError
from tests.search.conftest import make_dataset

REFUSED = {
    "magic query": ("q", {"q": '_query_:"{!lucene}x"'}),
    "magic value": ("q", {"q": '_val_:"ord(name)"'}),
    "magic in capitals": ("q", {"q": "_QUERY_ :x"}),
    "local parameters": ("q", {"q": "{!term f=permission_labels}public"}),
    "local parameters in fq": ("fq", {"fq": "{!frange l=0}sum(1,1)"}),
    "local parameters later": ("fq", {"fq": "a:b {!field f=x}y"}),
    "local parameters in fq_list": ("fq_list", {"fq_list": ["a:b", "{!func}x"]}),
    "local parameters in boost": ("boost", {"boost": "query({!lucene v=x})"}),
    "NUL": ("q", {"q": "a\x00b"}),
    "100 KB": ("q", {"q": "a" * 100_000}),
    "thousands of clauses": ("q", {"q": "a " * 200}),
    "thousands of clauses in fq": ("fq", {"fq": " OR ".join(["id:1"] * 500)}),
    "a hundred thousand filters": ("fq_list", {"fq_list": ["id:b"] * 100_000}),
    "one filter too many": ("fq_list", {"fq_list": ["id:b"] * 51}),
    "filters that cost too much together": ("fq_list", {"fq_list": [" OR ".join(["id:1"] * 100)] * 6}),
    "filters that are too long together": ("fq_list", {"fq_list": [f"id:{'b' * 7000}"] * 3}),
    "many fields of the answer": ("fl", {"fl": ["id"] * 51}),
    "deep brackets": ("fq", {"fq": "(" * 50 + "a:b" + ")" * 50}),
    "leading star": ("q", {"q": "title:*a"}),
    "leading star in fq": ("fq", {"fq": "name:*a"}),
    "leading question mark": ("fq", {"fq": "name:?a"}),
    "only stars": ("fq", {"fq": "name:****"}),
    "regular expression": ("fq", {"fq": "name:/.*.*.*x/"}),
    "field that there is not": ("fq", {"fq": "tags:a OR khong_co:b"}),
    "field that is not for callers": ("fq", {"fq": "permission_labels:public"}),
    "field that is not for callers in q": ("q", {"q": "tags:a permission_labels:public"}),
    "bracket left open": ("fq", {"fq": "(tags:a"}),
    "bracket left open in q": ("q", {"q": "title:(a"}),
    "quote left open": ("fq", {"fq": 'tags:"a'}),
    "operator at the end": ("fq", {"fq": "tags:a AND"}),
    "shape as a filter": ("fq", {"fq": 'spatial_geom:"Intersects(POINT(1 1))"'}),
    "comment": ("fq", {"fq": "tags:a /* b */"}),
    "count over all datasets in bf": ("bf", {"bf": "docfreq(title,'chimvanganh')"}),
    "parameter in boost": ("boost", {"boost": "query($x)"}),
    "labels in boost": ("boost", {"boost": "ord(permission_labels)"}),
    "words to search in labels": ("qf", {"qf": "title^2 permission_labels"}),
    "deep start": ("start", {"start": 10_000_000}),
    "negative start": ("start", {"start": -1}),
    "sort by a function": ("sort", {"sort": "sum(1,2) desc"}),
    "sort by a text": ("sort", {"sort": "name asc, notes asc"}),
    "facet on all words": ("facet.field", {"facet.field": ["text"]}),
    "facet on labels": ("facet.field", {"facet.field": ["permission_labels"]}),
    "facet with parameters": ("facet.field", {"facet.field": ["{!ex=x}tags"]}),
    "many facets": ("facet.field", {"facet.field": ["tags"] * 50}),
    "transformer": ("fl", {"fl": ["x:[subquery]"]}),
    "other writer": ("wt", {"wt": "xslt"}),
    "other parser": ("defType", {"defType": "xmlparser"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    """The error names the argument, in Vietnamese and in English."""
    argument, params = REFUSED[name]
    with pytest.raises(SearchArgumentError) as caught:
        guarded(dict(params))
    assert caught.value.place == argument
    assert caught.value.in_language("vi").startswith(f"{argument} ")
    assert caught.value.in_language("en").startswith(f"{argument} ")


@pytest.mark.parametrize(("asked", "given"), [(-1, MAX_FACET_VALUES), (10**9, MAX_FACET_VALUES), (7, 7)])
def test_facet_values_are_capped(asked, given):
    """Unlimited means at most a thousand."""
    assert guarded({"facet.limit": asked})["facet.limit"] == given


@pytest.mark.parametrize(
    "params",
    [
        {"q": "*:*", "fq": '+dataset_type:dataset theme:"nha-thuoc"'},
        {"fq": "metadata_modified:[* TO NOW] -tags:[* TO *]"},
        {"fq": "organization:*"},
        {"fq": "+creator_user_id:5b6d2f6e-2c4e-4f0e-9a51-0d0a4e0f8f6c +dataset_type:dataset"},
        {"fq": 'capacity:"public" num_resources:[1 TO *] isopen:true columns:ma'},
        {"fq_list": ["id:b"] * 50},
        {"fq_list": [" OR ".join(["id:1"] * 100)] * 3},
        {"fq": 'theme:"y-te"^4 OR (+tags:(a OR -b) AND NOT name:abc*) !groups:x~1 title:"a b"~3', "qf": "title^2.5 notes text"},
        {"fq": "metadata_modified:{NOW/DAY-7DAYS TO *] units:718@2024 extras_x:y vocab_z:* ngay_date:[2026-07-01T00:59:00Z TO NOW]"},
        {"q": "tags:thuốc AND title: ( mới )"},
        {"q": "http://example.vn/*a: b ("},
        {"boost": "if(exists(views_total),div(views_total,2),1)"},
        {"fq": 'res_url:"http://example.vn/a?b=*c"'},
        {"sort": "score desc, metadata_modified desc"},
        {"fl": ["id", "name"], "facet.field": ["tags", "organization", "vocab_x"]},
        {"bf": "recip(ms(NOW,metadata_modified),3.16e-11,1,1)"},
    ],
)
def test_usual_searches_pass(params):
    """What CKAN and its API's users send stays as it is."""
    assert guarded(dict(params)) == params


@pytest.fixture(scope="module")
def canary(empty_catalogue):
    """One public dataset and a private one whose title stands nowhere else."""
    make_dataset("cong-khai", "Công khai")
    make_dataset("bi-mat", "Chimvanganh", private=True)


@pytest.mark.usefixtures("canary")
class TestPrivateStaysPrivate:
    """The private canary is invisible to an anonymous caller by every way of asking."""

    @pytest.mark.parametrize(
        "params",
        [
            {"q": "chimvanganh"},
            {"q": "title:chimvanganh OR capacity:private"},
            {"q": "*:* OR capacity:private"},
            {"fq": "capacity:private"},
            {"fq": "id:b OR capacity:private OR state:active"},
            {"fq": "+state:active OR capacity:private"},
            {"q": "*:*", "include_private": True, "include_drafts": True},
            {"q": "name:bi*"},
        ],
    )
    def test_never_found(self, params):
        """Neither as a result nor in a count."""
        answer = call_action("package_search", context={"ignore_auth": False, "user": "", "auth_user_obj": None}, **params)
        assert "bi-mat" not in [dataset["name"] for dataset in answer["results"]]
        assert answer["count"] == len(answer["results"]) <= 1

    def test_api_says_which_argument_is_wrong(self, app):
        """A 4xx whose message names the argument in both languages and nothing of the machine."""
        answer = app.get("/api/3/action/package_search", query_string={"q": "x", "facet.field": '["text"]'}, status=400)
        assert answer.json["error"]["facet.field"][0].startswith("facet.field có giá trị không hợp lệ")
        assert "facet.field has a value that is not allowed" in answer.json["error"]["facet.field"][0]

    @pytest.mark.parametrize(
        ("query", "argument"),
        [
            ({"extras": "x"}, "extras"),
            ({"extras": '["x"]'}, "extras"),
            ({"ext_bbox": ["1,2,3,4", "5,6,7,8"]}, "ext_bbox"),
            ({"ext_geom": "POINT(1 1"}, "ext_geom"),
            ({"start": "99999999999"}, "start"),
            ({"q": "a" * 5000}, "q"),
            ({"fq": "name:/.*/"}, "fq"),
            ({"sort": "score desc; drop"}, "sort"),
        ],
    )
    def test_hostile_requests_are_4xx_over_http(self, app, query, argument):
        """Never a server error; the argument is named."""
        assert argument in app.get("/api/3/action/package_search", query_string=query, status=400).json["error"]

    def test_page_answers_a_hostile_query_with_400(self, app):
        """The search page refuses, it does not fail."""
        app.get("/dataset/", query_string={"q": "{!term f=permission_labels}public"}, status=400)

    def test_syntax_errors_are_no_server_errors(self):
        """A query in Solr's own syntax that Solr cannot read is CKAN's search error."""
        with pytest.raises(tk.ValidationError):
            call_action("package_search", q="{!x}")
