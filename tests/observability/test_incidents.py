"""Errors: what is told (a remedy and an incident id), what is logged (everything), and that nothing internal leaves."""

from __future__ import annotations

import json
import logging
import re

import pytest
import sqlalchemy.exc
from ckan.lib import search
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.binhduong.core.problems.action_errors import RequestRefused
from ckanext.binhduong.core.problems.messages import BAD_QUERY, FAILED, NOT_ALLOWED, NOT_FOUND, REFUSED, SEARCH_FAILED, UNAVAILABLE
from ckanext.binhduong.core.problems.request_errors import UnavailableError
from ckanext.binhduong.observability import incidents
from ckanext.binhduong.observability.incidents import LastResort, names_something_internal, problem_of
from tests.security.conftest import api, dataset

pytestmark = pytest.mark.usefixtures("redis_store", "database")

SECRET = 'Traceback (most recent call last): File "/srv/app/x.py" postgresql://ckan:pass@127.0.0.1:5432/ckan'


def _incident(answer) -> str:
    return re.search(r"(?:mã sự cố|incident)\W+([0-9a-f]{10})\b", answer.text).group(1)


@pytest.fixture
def broken(app, monkeypatch):
    """A view and an action that fail with a text that must not leave."""

    def fail(*args, **kwargs):
        raise RuntimeError(SECRET)

    monkeypatch.setitem(app.flask_app.view_functions, "home.about", fail)
    monkeypatch.setattr("ckan.logic._actions", {**_actions(), "status_show": _side_effect_free(fail)})


def _actions():
    from ckan import logic

    tk.get_action("status_show")
    return logic._actions


def _side_effect_free(function):
    function.side_effect_free = True
    return function


def test_a_failing_page_tells_an_incident_and_nothing_else(browser, broken, caplog):
    """The id in the page finds the line with the stack in the log."""
    answer = browser().get("/about")
    assert answer.status_code == 500
    assert not names_something_internal(answer.text)
    record = next(record for record in caplog.records if getattr(record, "fields", {}).get("incident") == _incident(answer))
    assert (record.levelno, record.exc_info[0]) == (logging.ERROR, RuntimeError)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_failing_action_tells_an_incident_in_both_languages(browser, broken):
    """The form of the API's errors, with the id beside it."""
    answer = browser().get("/api/3/action/status_show")
    assert answer.status_code == 500
    assert answer.json["success"] is False
    assert answer.json["error"]["__type"] == "Internal Server Error"
    assert answer.json["error"]["message"] == FAILED.both
    assert answer.json["error"]["incident"] == _incident(answer)


def test_an_english_visitor_reads_english(browser, broken):
    """The page's language is the visitor's."""
    assert FAILED.en.split(";")[0] in browser().get("/en/about").text


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [(RequestRefused(UnavailableError()), 503, UNAVAILABLE.retry_after), (tk.ValidationError({"message": ["x"]}), 400, None)],
)
def test_a_page_that_met_a_busy_database_says_to_come_back(browser, app, monkeypatch, error, status, retry_after):
    """An action that refused because the database is busy makes its page unavailable, not asked wrongly."""

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setitem(app.flask_app.view_functions, "home.about", fail)
    answer = browser().get("/about")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, str(retry_after) if retry_after else None)


@pytest.fixture
def dead_solr(ckan_config, monkeypatch):
    """A Solr that refuses connections, at an address that must not be told."""
    monkeypatch.setitem(ckan_config, "solr_url", "http://127.0.0.1:1/solr/bi-mat")


def test_without_solr_search_is_unavailable_and_says_so(browser, dead_solr):
    """503 with Retry-After, in JSON, and no address of Solr's."""
    answer = browser().get("/api/3/action/package_search?q=a&fq=freshness:fresh")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.json["error"]["message"] == UNAVAILABLE.both
    assert "bi-mat" not in answer.text
    assert "127.0.0.1" not in answer.text


@pytest.mark.parametrize(
    "query", ["q={!child of=x}", "q=title:(", "fq=capacity:*:*", "sort=khong_co desc", "q=_query_:%22{!lucene}x%22", "facet.field=[%22x]"]
)
def test_a_bad_search_says_nothing_of_solr(browser, query):
    """4xx, and neither Solr's words nor its address (CVE-2024-41674)."""
    answer = browser().get(f"/api/3/action/package_search?{query}")
    assert answer.status_code < 500
    assert not names_something_internal(answer.text)
    assert "SOLR returned" not in answer.text
    assert "org.apache" not in answer.text


@pytest.fixture
def talkative_solr(app, monkeypatch):
    """A search that fails as CKAN's does when Solr refuses a query: with the query, Solr's words and its address."""

    def fail(*args, **kwargs):
        raise search.SearchError("SOLR returned an error running query: {'q': 'x'} Error: org.apache.solr http://127.0.0.1:8983/solr")

    monkeypatch.setattr("ckan.logic._actions", {**_actions(), "package_search": _side_effect_free(fail)})


def test_what_a_visitor_asks_wrongly_is_no_error_in_the_log(browser, talkative_solr, caplog):
    """Solr's words are in the log, as information and without a stack."""
    with caplog.at_level(logging.INFO, logger=incidents.log.name):
        browser().get("/api/3/action/package_search")
    (record,) = [record for record in caplog.records if record.name == incidents.log.name]
    assert (record.levelno, record.exc_info) == (logging.INFO, None)
    assert "SOLR returned" in record.getMessage()


def test_solr_s_words_do_not_leave(browser, talkative_solr):
    """The type and the status stay, the text is ours."""
    answer = browser().get("/api/3/action/package_search")
    assert (answer.status_code, answer.json["error"]["__type"]) == (409, "Search Error")
    assert answer.json["error"]["message"] == SEARCH_FAILED.both


def test_stock_repeats_solr_s_words(browser, talkative_solr, app, monkeypatch):
    """The hole (CVE-2024-41674): without the cleaning, CKAN passes them on."""
    handlers = app.flask_app.after_request_funcs
    monkeypatch.setitem(handlers, None, [handler for handler in handlers[None] if handler is not incidents.clean_answer])
    assert "127.0.0.1:8983" in browser().get("/api/3/action/package_search").text


def test_a_database_error_does_not_tell_its_statement(browser):
    """The DataStore puts the failed statement into its answer; it is replaced."""
    context = {"user": factories.Sysadmin()["name"]}
    made = call_action(
        "datastore_create", context, resource={"package_id": dataset()["id"], "name": "Bảng"}, records=[{"a": "x"}], force=True
    )
    answer = api(
        browser(), "datastore_search", {"resource_id": made["resource_id"], "q": {"a": "x"}, "plain": False, "language": "khong-co"}
    )
    assert answer.status_code in {400, 409}
    assert not names_something_internal(answer.text)


def test_what_ckan_s_views_let_through_is_the_visitor_s_error(browser):
    """A bad sort of a dump is 400, a list for members 403; stock answers 500 to both."""
    context = {"user": factories.Sysadmin()["name"]}
    made = call_action(
        "datastore_create", context, resource={"package_id": dataset()["id"], "name": "Bảng"}, records=[{"a": "x"}], force=True
    )
    dump = browser().get(f"/en/datastore/dump/{made['resource_id']}?sort=zz")
    assert (dump.status_code, REFUSED.en in dump.text, "zz" in dump.text.replace("sort=zz", "")) == (400, True, False)
    people = browser().get("/api/2/util/user/autocomplete?q=a")
    assert (people.status_code, people.json["error"]["message"]) == (403, NOT_ALLOWED.both)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/3/khong-co", 404), ("/api/3/action/khong_co", 400), ("/api/khong-co", 404), ("/api/3/action/package_show?id=khong-co", 404)],
)
def test_the_api_refuses_in_json(browser, path, status):
    """A program that calls a wrong address gets no HTML."""
    answer = browser().get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")


def test_people_get_the_portal_s_own_page(browser):
    """A wrong address typed by a person is a page with a way on."""
    answer = browser().get("/khong-co-trang-nay")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert 'href="/' in answer.text


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (sqlalchemy.exc.OperationalError("SELECT 1", {}, Exception("x")), UNAVAILABLE),
        (search.SolrConnectionError("x"), UNAVAILABLE),
        (search.SearchQueryError("x"), BAD_QUERY),
        (tk.ValidationError({"sort": ["x"]}), REFUSED),
        (tk.ObjectNotFound("x"), NOT_FOUND),
        (tk.NotAuthorized("x"), NOT_ALLOWED),
        (KeyError("x"), FAILED),
    ],
)
def test_which_problem_an_error_is(error, problem):
    """What waiting mends is 503; what is not listed is ours."""
    assert problem_of(error) is problem


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        "(psycopg2.errors.UndefinedTable) relation does not exist",
        "[SQL: SELECT id FROM package WHERE x]",
        "Error from server at /var/lib/solr/data",
        "org.apache.solr.common.SolrException",
        "redis://:x@h",
        "Connection refused",
        "/usr/lib/python3/x",
    ],
)
def test_what_is_internal(text):
    """Stacks, SQL, drivers, paths and addresses."""
    assert names_something_internal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Không tìm thấy bộ dữ liệu nha-thuoc",
        "https://dulieu.example.vn/dataset/x",
        "Select a file from your computer",
        "/dataset/nha-thuoc",
    ],
)
def test_what_is_not_internal(text):
    """Ordinary words and our own public addresses."""
    assert not names_something_internal(text)


def test_addresses_of_the_dependencies_are_internal(with_plugins):
    """Whatever they are on this instance."""
    assert names_something_internal(f"cannot reach {tk.config['solr_url']}")
    assert names_something_internal(f"no space in {tk.config['ckan.storage_path']}")


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html; charset=utf-8"), ("/api/3/action/x", "application/json; charset=utf-8")])
def test_the_last_resort_answers_when_everything_else_fails(path, kind):
    """Outside Flask: still an answer, an incident, and nothing of the error."""

    def fail(environ, start_response):
        raise RuntimeError(SECRET)

    told = {}
    body = b"".join(
        LastResort(fail)({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda status, headers: told.update(dict(headers), status=status))
    )
    assert (told["status"][:3], told["Content-Type"]) == ("500", kind)
    assert b"Traceback" not in body
    assert re.search(rb"[0-9a-f]{10}", body)
    if kind.startswith("application/json"):
        assert json.loads(body)["error"]["message"] == FAILED.both
