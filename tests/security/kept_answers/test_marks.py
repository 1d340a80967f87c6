"""Which answers of the application nginx may keep."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk
from ckan.tests import factories

from ckanext.binhduong.security.kept_answers import settings
from tests.security.conftest import dataset

pytestmark = pytest.mark.usefixtures("database")

LIFE = "X-Accel-Expires"


@pytest.fixture
def keeping(with_plugins, tmp_path, monkeypatch):
    """Answers are kept."""
    monkeypatch.setitem(tk.config, settings._OPTION, str(tmp_path / "version"))


@pytest.fixture
def name(keeping) -> str:
    """A public dataset's name."""
    return dataset()["name"]


def test_a_page_is_kept_and_marked(browser, name):
    """A page has an ETag, so that a reader who has it gets 304, and says that it must be checked."""
    # A Solr that a busy machine has just started may take too long for the page's neighbours at first: such a page is not kept.
    pages = (browser().get(f"/dataset/{name}") for _ in range(10))
    page = next(page for page in pages if LIFE in page.headers)
    again = browser().get(f"/dataset/{name}", headers={"If-None-Match": page.headers["ETag"]})
    assert (page.status_code, page.headers.get("Cache-Control"), again.status_code, again.get_data()) == (
        200,
        "private, no-cache",
        304,
        b"",
    )
    assert [0 < int(each.headers[LIFE]) <= 300 for each in (page, again)] == [True, True]


def test_without_a_version_nothing_is_kept(browser, with_plugins):
    """An instance that names no version answers as before."""
    assert LIFE not in browser().get("/").headers


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "a-token"}, {"X-CKAN-API-Key": "a"}, {"Range": "bytes=0-9"}],
    ids=["token", "key", "range"],
)
def test_what_is_one_persons_is_not_kept(browser, name, headers):
    """A wrong token, too, is a token."""
    assert LIFE not in browser().get(f"/api/3/action/package_show?id={name}", headers=headers).headers


def test_any_cookie_makes_a_reader_somebody(browser, name):
    """Also one that is not the portal's."""
    client = browser()
    client.set_cookie("a", "b")
    assert LIFE not in client.get(f"/dataset/{name}").headers


def test_a_signed_in_reader_is_not_kept(sign_in, officer, keeping):
    """His pages name him."""
    page = sign_in(officer).get("/")
    assert (page.status_code, LIFE in page.headers) == (200, False)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dataset/khong-co", 404),
        ("/api/3/action/package_show?id=khong-co", 404),
        ("/user/login", 200),
        ("/health/live", 200),
        ("/api/3/action/status_show", 200),
    ],
)
def test_errors_forms_and_health_are_not_kept(browser, keeping, path, status):
    """What is missing now may be there in a second; what is not listed is not kept."""
    answer = browser().get(path)
    assert (answer.status_code, LIFE in answer.headers) == (status, False)


def test_writing_is_not_kept(browser, name):
    """An action called by POST is not, even one that reads."""
    assert LIFE not in browser().post("/api/3/action/package_show", json={"id": name}).headers


def test_an_answer_made_while_solr_is_down_is_not_kept(browser, name, monkeypatch):
    """It may lack something, and must not outlive the fault."""
    from ckanext.binhduong.search import solr_connection

    def refuse(*_args, **_kwargs):
        raise solr_connection._unavailable("stopped")

    monkeypatch.setattr(solr_connection.Guard, "send", refuse)
    answers = [browser().get(path) for path in ("/", "/organization/", "/dataset/", "/api/3/action/package_search?q=a")]
    assert [(answer.status_code, LIFE in answer.headers) for answer in answers] == [(200, False)] * 4


def test_private_and_deleted_datasets_are_refused_without_a_mark(browser, keeping):
    """The refusal is asked anew each time, so that it ends when the dataset is public again."""
    agency = factories.Organization()["id"]
    hidden = dataset(owner_org=agency, private=True)["name"]
    answer = browser().get(f"/api/3/action/package_show?id={hidden}")
    assert (answer.status_code, LIFE in answer.headers) == (403, False)
