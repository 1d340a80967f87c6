"""A unit's page while the database is busy with one layer."""

import pytest
from bs4 import BeautifulSoup


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "lúc này chưa đếm được: Lớp a-truoc, Lớp m-cham, Lớp z-sau."),
        ("/en", "could not be counted just now: Lớp a-truoc, Lớp m-cham, Lớp z-sau."),
    ],
)
def test_a_count_that_is_missing_is_told(app, store, prefix, words):
    """The page stands without numbers and names the layers that were not counted: one statement counts all of them."""
    for layer in ("a-truoc", "m-cham", "z-sau"):
        store.points(layer, [("C1", "Một", None, None, 106.65, 10.98)])
    store.run('DROP VIEW geo."m-cham"')
    store.run(
        'CREATE VIEW geo."m-cham" AS SELECT ma, ten, ngay, so_giuong, kinh_do, vi_do, _id, ma || pg_sleep(30)::text AS _fid, _geom,'
        " _geom AS _geom_3857, 1::real AS _rank, _full_text FROM public._t_m_cham"
    )
    try:
        page = BeautifulSoup(app.get(f"{prefix}/place/74@2024", status=200).body, "html.parser")
        text = " ".join(page.get_text(" ").split()).replace(" ,", ",").replace(" .", ".")
        assert words in text
        assert page.find(id="place-parts") is not None
    finally:
        store.withdraw("m-cham")
