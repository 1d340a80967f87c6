"""Themes as administrators make them: added and renamed in the portal, known everywhere at once."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import DCAT, RDF, Graph

from tests.catalogue.conftest import REQUIRED, as_site

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")
EDUC = "http://publications.europa.eu/resource/authority/data-theme/EDUC"


@pytest.fixture
def education(with_plugins: None, clean_db: None, clean_index: None) -> None:
    """A theme that no code knows, with one dataset."""
    factories.Sysadmin(name="quan-tri")
    as_site("organization_create", name="so-giao-duc", title="Sở Giáo dục")
    as_site("group_create", name="thi-cu", title="Thi cử", title_en="Exams", eu_theme="EDUC")
    as_site("package_create", **{**REQUIRED, "name": "diem-thi", "theme": "thi-cu", "owner_org": "so-giao-duc"})


def test_a_dataset_joins_a_theme_that_was_added(education: None) -> None:
    """As it joins one of the nine; another may be neither a group without an EU theme nor an agency."""
    assert [group["name"] for group in call_action("package_show", id="diem-thi")["groups"]] == ["thi-cu"]
    as_site("group_create", name="nhom-thuong", title="Nhóm")
    for code in ("nhom-thuong", "so-giao-duc", "khong-co"):
        with pytest.raises(tk.ValidationError, match="theme"):
            as_site("package_patch", id="diem-thi", theme=code)
    with pytest.raises(tk.ValidationError, match="theme"):
        as_site("member_create", id="thi-cu", object="diem-thi", object_type="package", capacity="public")


def test_a_new_name_is_read_everywhere(education: None, app: Any) -> None:
    """On the pages of the dataset, the search, the home page and the themes, in both languages; also of one of the nine."""
    as_site("group_patch", id="thi-cu", title="Kỳ thi", title_en="Tests")
    for path in ("/dataset/diem-thi", "/dataset/", "/", "/group/"):
        assert "Kỳ thi" in BeautifulSoup(app.get(path).text, "html.parser").select_one("main").text, path
        assert "Tests" in BeautifulSoup(app.get(f"/en{path}").text, "html.parser").select_one("main").text, path
    as_site("group_create", name="y-te", title="Sức khỏe")
    as_site("package_create", **{**REQUIRED, "name": "tram", "theme": "y-te", "owner_org": "so-giao-duc"})
    assert "Sức khỏe" in app.get("/dataset/tram").text


def test_the_home_page_shows_the_themes_that_have_data(education: None, app: Any) -> None:
    """The page of themes shows the others too, below."""
    as_site("group_create", name="mo-da", title="Mỏ đá", eu_theme="ENVI")
    home = BeautifulSoup(app.get("/").text, "html.parser")
    assert [link["href"] for link in home.select("section[aria-labelledby=bd-themes] .bd-card-title a")] == ["/group/thi-cu"]
    themes = BeautifulSoup(app.get("/group/").text, "html.parser")
    assert [link["href"] for link in themes.select(".bd-card-title a")] == ["/group/thi-cu", "/group/mo-da"]


def test_the_form_of_a_dataset_offers_it(education: None, app: Any) -> None:
    """Beside the nine, by its name."""
    with app.flask_app.test_request_context("/"):
        choices = tk.h.binhduong_field_choices({"vocabulary": "themes"})
    assert {"value": "thi-cu", "label": {"vi": "Thi cử", "en": "Exams"}} in choices
    assert len(choices) == 10


def test_its_eu_theme_is_in_the_metadata(education: None, app: Any) -> None:
    """DCAT names the EU's theme and the portal's own."""
    graph = Graph().parse(data=app.get("/dataset/diem-thi.ttl").data, format="turtle")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert {str(theme).removeprefix("http://test.ckan.net") for theme in graph.objects(dataset, DCAT.theme)} == {EDUC, "/group/thi-cu"}
