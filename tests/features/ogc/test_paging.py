"""Pages: every feature once, in the order asked, whatever the columns hold."""

from __future__ import annotations

import pytest

from tests.features.ogc.conftest import BASE

ITEMS = "/collections/nha-thuoc/items"


def walk(get, path, **parameters):
    """The ids of all pages, and how many pages there are."""
    answer = get(path, **parameters)
    ids, pages = answer.ids, 1
    while following := answer.link("next"):
        answer = get(following)
        ids, pages = ids + answer.ids, pages + 1
    return ids, pages


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
def test_pages_hold_every_feature_once(get, limit):
    """A full last page has no next one."""
    ids, pages = walk(get, ITEMS, limit=limit)
    assert (ids, pages) == (["NT01", "NT02", "NT03", "NT04", "NT05", "NT06"], -(-6 // limit))


@pytest.mark.parametrize(
    ("sortby", "found"),
    [
        *(("ngay", "123564"), ("-ngay", "653214"), ("so_giuong", "156243"), ("-so_giuong", "425613"), ("so_giuong,-ma", "165243")),
        *(("-so_giuong,ngay", "425613"), ("+ngay", "123564"), ("ten", "561243"), ("-ten", "342165"), ("kinh_do", "612345")),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 10])
def test_sorted_pages(get, sortby, found, limit):
    """By several columns, up and down, empty values last, texts in Vietnamese order."""
    assert "".join(each[-1] for each in walk(get, ITEMS, sortby=sortby, limit=limit)[0]) == found


def test_the_plus_of_an_address_is_a_blank(app, layers):
    """``sortby=+ngay`` as it is typed."""
    assert app.get(f"/geo{ITEMS}?sortby=+ngay&limit=1").json["features"][0]["id"] == "NT01"


def test_pages_of_a_filter(get):
    """The next page has the same question."""
    ids, pages = walk(get, ITEMS, filter="ten LIKE 'Nhà%'", limit=2, sortby="-ma", crs="http://www.opengis.net/def/crs/EPSG/0/9210")
    assert (ids, pages) == (["NT06", "NT05", "NT02", "NT01"], 2)


@pytest.mark.parametrize("change", [{"sortby": "ten"}, {"filter": "TRUE"}, {"bbox": "0,0,1,1"}, {"ma": "NT01"}])
def test_a_cursor_belongs_to_its_question(get, change):
    """With another question it is refused, in another collection too; another page size goes on."""
    following = get(ITEMS, limit=2).link("next")
    assert get(following, **change).status == 400
    assert get(following.replace("nha-thuoc", "phan-khu")).status == 400
    assert get(following.replace("limit=2", "limit=3")).ids == ["NT03", "NT04", "NT05"]


def test_a_cursor_cannot_be_made(get):
    """One letter changed is refused."""
    following = get(ITEMS, limit=2).link("next")
    assert get(following[:-1] + ("A" if following[-1] != "A" else "B")).status == 400


def test_rows_that_come_while_pages_are_read(store, get):
    """No feature stands in two pages, none is left out, when a row before the page's beginning goes."""
    store.points("dong", [(f"D{number}", "x", None, None, 106.6, 11.0) for number in range(6)])
    first = get("/collections/dong/items", limit=3)
    store.run("DELETE FROM public._t_dong WHERE ma = 'D1'")
    assert first.ids + get(first.link("next")).ids == ["D0", "D1", "D2", "D3", "D4", "D5"]
    store.withdraw("dong")


def test_a_new_release_is_counted_anew(store, get):
    """The number that the first page counted holds for its release only."""
    store.points("dem", [(f"D{number}", "x", None, None, 106.6, 11.0) for number in range(6)])
    first = get("/collections/dem/items", limit=3, filter="ten = 'x'")
    store.run("DELETE FROM public._t_dem WHERE ma = 'D1'; UPDATE portal.layer SET release = release + 1 WHERE layer = 'dem'")
    assert (first.json["numberMatched"], get(first.link("next")).json["numberMatched"]) == (6, 5)
    store.withdraw("dem")


def test_more_than_are_counted(store, get, monkeypatch):
    """Above the most that is counted the number is left out, on later pages too; of a whole layer it is known."""
    monkeypatch.setattr("ckanext.binhduong.features.ogc.sql.statements.MAX_COUNT", 3)
    monkeypatch.setattr("ckanext.binhduong.features.ogc.items.MAX_COUNT", 3)
    first = get(ITEMS, filter="TRUE", limit=2)
    assert "numberMatched" not in first.json
    assert "numberMatched" not in get(first.link("next")).json
    assert get(ITEMS, limit=2).json["numberMatched"] == 6
    assert get(ITEMS, filter="so_giuong = 5", limit=1).json["numberMatched"] == 2


def test_next_of_a_page_for_people(get):
    """It is a page again."""
    page = get(ITEMS, f="html", limit=2).text
    assert f'<a class="button" rel="next" href="{BASE}{ITEMS}?f=html&amp;limit=2&amp;cursor=' in page


@pytest.mark.parametrize("sortby", ["", "-ngay", "ten"])
@pytest.mark.parametrize(("most", "pages"), [(1, 6), (1_400, 3), (10_000_000, 1)])
def test_a_page_has_a_bound_in_bytes(get, monkeypatch, most, pages, sortby):
    """What does not fit comes on the next page, also sorted; a feature larger than the bound comes alone. The numbers stay true."""
    monkeypatch.setattr("ckanext.binhduong.features.ogc.sql.statements.MAX_PAGE_BYTES", most)
    asked = {"sortby": sortby} if sortby else {}
    first = get(ITEMS, limit=6, **asked).json
    assert (first["numberReturned"], first["numberMatched"]) == (len(first["features"]), 6)
    ids, walked = walk(get, ITEMS, limit=6, **asked)
    assert (sorted(ids), walked) == (["NT01", "NT02", "NT03", "NT04", "NT05", "NT06"], pages)


def test_a_page_for_people_is_short(get, monkeypatch):
    """However many are asked for; programs get what they ask for."""
    monkeypatch.setattr("ckanext.binhduong.features.ogc.items.MOST_ON_A_PAGE", 2)
    page = get(ITEMS, limit=6, f="html").text
    assert [name in page for name in ("Đức An", "đức bình", "O&#39;Hara", "cursor=")] == [True, True, False, True]
    assert len(get(ITEMS, limit=6).ids) == 6
