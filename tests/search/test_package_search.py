"""Words: what a person types finds what they mean, on the real Solr."""

from __future__ import annotations

import unicodedata

import pytest
from ckan.tests.helpers import call_action

from tests.search.conftest import make_dataset


@pytest.fixture(scope="module", autouse=True)
def catalogue(empty_catalogue):
    make_dataset(
        "quy-hoach-phan-khu",
        "Các khu quy hoạch xây dựng",
        title_en="Planning zones",
        notes="Ranh giới đồ án quy hoạch phân khu ở TP.HCM mở rộng.",
        owner_org="so-xay-dung",
        theme="quy-hoach",
        units=["74@2024"],
    )
    make_dataset(
        "nha-thuoc",
        "Nhà thuốc đạt chuẩn GPP",
        title_en="Pharmacies",
        notes="Không phải vật liệu xây, không dựng.",
        theme="nha-thuoc",
        resources=[
            {"name": "Tệp", "url": "http://example.vn/a.csv", "format": "CSV", "columns": '{"duoc_si": {"vi": "Dược sĩ phụ trách"}}'}
        ],
    )
    make_dataset("cho-hoa-loi", "Chợ phường Hòa Lợi", notes="Cột du_lieu_mau ghi true.", tags=[{"name": "thủy sản"}])
    make_dataset("rau-ma", "Rau má", notes="Một loại rau.")
    make_dataset("rau-ma-lua", "Rau mạ", notes="Một loại rau.")
    make_dataset("dat-dai", "Đất đai")
    make_dataset("an-uong", "Ăn uống", owner_org="so-xay-dung")
    make_dataset("rieng-tu", "Xây dựng bí mật", private=True)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("q", ["xay dung", "xây dựng", "XÂY DỰNG", "Xay dựng"])
def test_words_with_and_without_marks_find_the_planning_zones_first(names, q, form):
    """Marks, capitals and the Unicode form of the query make no difference to what is first."""
    assert names(q=unicodedata.normalize(form, q))[0] == "quy-hoach-phan-khu"


def test_a_word_that_is_nowhere_finds_nothing(names):
    """No dataset answers to letters that are in none."""
    assert names(q="qqzz") == []


@pytest.mark.parametrize(("q", "first"), [("má", "rau-ma"), ("mạ", "rau-ma-lua")])
def test_the_same_marks_come_first(names, q, first):
    """Both words fold to "ma", the one with the typed marks is first."""
    found = names(q=q)
    assert (found[0], set(found)) == (first, {"rau-ma", "rau-ma-lua"})


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("hoà lợi", "cho-hoa-loi"),
        ("thuỷ sản", "cho-hoa-loi"),
        ("hcm", "quy-hoach-phan-khu"),
        ("tp hcm", "quy-hoach-phan-khu"),
        ("dữ liệu mẫu", "cho-hoa-loi"),
        ("pharmacy", "nha-thuoc"),
        ("nhà thuố", "nha-thuoc"),
        ("đạt chuẩ*", "nha-thuoc"),
        ('"khu quy hoạch"', "quy-hoach-phan-khu"),
        ("nhà thuốc / GPP (2024?)", "nha-thuoc"),
        ("(Nhà thuốc: GPP", "nha-thuoc"),
        ("dat dai", "dat-dai"),
        ("hiệu thuốc", "nha-thuoc"),
        ("quay thuoc tay", "nha-thuoc"),
        ("cho tôi biết nhà thuốc ở đâu", "nha-thuoc"),
        ("nhà thuốc gần đây", "nha-thuoc"),
        ("nah thuoc", "nha-thuoc"),
        ("quy hoachj xay dung", "quy-hoach-phan-khu"),
        ("rau má xanh tươi ngon", "rau-ma"),
        ("dược sĩ phụ trách", "nha-thuoc"),
    ],
)
def test_words_find_their_dataset(names, q, name):
    """Old and new tone placement, split abbreviations, English plurals, beginnings of words, phrases and punctuation."""
    assert names(q=q)[:1] == [name]


@pytest.mark.parametrize("q", ["Sở Xây dựng", "department of construction"])
def test_a_dataset_is_found_by_its_agency(names, q):
    """The agency's name counts, in Vietnamese and in English, though it stands in no text of the dataset."""
    assert set(names(q=q)) >= {"quy-hoach-phan-khu", "an-uong"}


def test_a_dataset_is_found_by_its_theme_and_its_unit(names):
    """The theme's English name and the unit's name are words of the dataset."""
    assert (names(q="planning"), names(q="tinh binh duong")) == (["quy-hoach-phan-khu"], ["quy-hoach-phan-khu"])


def test_a_minus_excludes_a_word(names):
    """ "rau -mạ" leaves out what holds the folded word."""
    assert names(q="chợ -gpp") == ["cho-hoa-loi"]


def test_only_signs_find_nothing(names):
    """A query without a letter is no query for everything."""
    assert names(q="???") == []


def test_titles_are_in_vietnamese_order(names):
    """Ă comes after A and Đ after D, before the rest of the alphabet."""
    assert names(sort="title_string asc", rows=4) == ["an-uong", "quy-hoach-phan-khu", "cho-hoa-loi", "dat-dai"]


def test_fields_can_still_be_named(names):
    """CKAN's API idiom `q=name:…` and `fq=theme:…` work."""
    assert (names(q="name:rau-ma"), names(fq='theme:"nha-thuoc"')) == (["rau-ma"], ["nha-thuoc"])


def test_facets_have_names_in_vietnamese():
    """Theme, unit and licence codes come with what they are called."""
    facets = call_action("package_search", **{"facet.field": ["theme", "units", "has_extent"]}, rows=0)["search_facets"]
    assert facets["theme"]["title"] == "Lĩnh vực"
    assert {item["name"]: item["display_name"] for item in facets["theme"]["items"]}["nha-thuoc"] == "Nhà thuốc"
    assert [(item["name"], item["display_name"], item["count"]) for item in facets["units"]["items"]] == [("74@2024", "Tỉnh Bình Dương", 1)]
    assert {item["name"]: item["count"] for item in facets["has_extent"]["items"]} == {"true": 1, "false": 6}


def test_the_search_page_finds_too(app):
    """The page answers the same words, in the same order."""
    body = app.get("/dataset/", query_string={"q": "xay dung"}).body
    assert "Các khu quy hoạch xây dựng" in body
    assert "Xây dựng bí mật" not in body


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("nah thuoc", "Không có tập dữ liệu nào cho “nah thuoc”. Đây là kết quả cho “nhà thuốc”."),
        ("nhà thuốc gần đây", "Tìm “nhà thuốc” gần bạn trên bản đồ"),
        ("nhà thuốc phường Dĩ An", "Địa bàn trong câu tìm"),
        ("gia dat", "Không có tập dữ liệu nào về “gia dat”"),
    ],
)
def test_the_page_says_how_it_read_the_words(app, q, said):
    """A correction, what is near the visitor, a place as a filter, and that nothing is about the subject."""
    assert said in app.get("/dataset/", query_string={"q": q}).body


def test_the_place_can_be_taken_away(app):
    """The place is a link to the same search without it; of several units of the name each can be chosen."""
    body = app.get("/dataset/", query_string={"q": "nhà thuốc dĩ an"}).body
    assert 'href="/dataset/?q=nh%C3%A0+thu%E1%BB%91c"' in body
    assert "ext_within=25942%402025" in body or "ext_within=25942@2025" in body


def test_a_search_says_what_it_understood_to_programs_too():
    """`understood` is part of the action's answer, and empty for a text taken as it is."""
    answer = call_action("package_search", q="nhà thuốc gần đây ở Dĩ An", rows=0)
    assert answer["understood"]["points"] == {"q": "nhà thuốc", "within": "724@2024"}
    assert answer["understood"]["near"]
    assert call_action("package_search", q="theme:y-te", rows=0)["understood"] == {}


@pytest.mark.parametrize(
    ("q", "asked"),
    [
        ("phòng khám ở Thuận An mở cửa chủ nhật", {"q": "phòng khám", "within": "725@2024"}),
        ("nhà thuốc mở cửa 24/24 dĩ an", {"q": "nhà thuốc", "within": "724@2024", "always_open": "true"}),
        ("nha thuoc dang mo cua", {"q": "nha thuoc", "open_now": "true"}),
        ("giờ mở cửa di an", {"q": "giờ", "within": "724@2024"}),
    ],
)
def test_a_question_about_points_becomes_one_for_the_finder(q, asked):
    """The subject, the place and the hours, as the finder's arguments."""
    assert call_action("package_search", q=q, rows=0)["understood"]["points"] == asked


@pytest.mark.parametrize("own", [{"defType": "dismax"}, {"defType": "lucene", "df": "text"}, {"qf": "title"}, {"mm": "1"}])
def test_a_caller_who_chooses_how_words_match_is_obeyed(own):
    """The words go as they are, in one step; nothing of ours is added to them."""
    answer = call_action("package_search", q="nhà thuốc", **own)
    assert answer["results"][0]["name"] == "nha-thuoc"
    assert answer["understood"] == {}
