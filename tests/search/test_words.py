"""The query that Solr gets for what a person typed."""

from __future__ import annotations

import unicodedata

import pytest

from ckanext.binhduong.search.query.fillers import sifted
from ckanext.binhduong.search.query.places.named_places import named_place
from ckanext.binhduong.search.query.reading import reading_of
from ckanext.binhduong.search.query.steps import ENOUGH
from ckanext.binhduong.search.query.words import NOTHING

ANY = "entity_type:package"


def both(words, plain=""):
    """What asks for two or three words: each in a strong field, or all together in a description."""
    return f'(({words}) OR text:"{plain or words}")'


def first_step(typed):
    return reading_of(typed).steps[0].q


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        (None, "*:*"),
        ("  ", "*:*"),
        ("*:*", "*:*"),
        ("xây dựng", both("xây dựng")),
        (unicodedata.normalize("NFD", "xây dựng"), both("xây dựng")),
        ("một hai ba bốn", "một hai ba bốn"),
        ("một hai ba bốn -năm", "một hai ba bốn -năm"),
        ('"khu quy hoạch" đất', 'đất "khu quy hoạch"'),
        ('"khu: (quy) hoạch"', '"khu quy hoạch"'),
        ('dở "dang', both("dở dang")),
        ("bệnh việ*", "bệnh việ*"),
        ("a*", "a"),
        ("*a", "a"),
        ("** ??", NOTHING),
        ("C/O (mẫu A): [1]", "C O mẫu A 1"),
        ("Y TẾ OR NOT AND", "Y TẾ or not and"),
        ("giá -5 - 6", both("giá 6") + " -5"),
        ("TP.HCM du_lieu_mau 1.5", both("TP.HCM du_lieu_mau 1.5")),
        ("xml:lang", both("xml lang")),
        ("tags:bệnh", "tags:bệnh"),
        ("+title:x AND notes:y", "+title:x AND notes:y"),
        ("/.*/", NOTHING),
        ("a~5 b^9 c\\d", "a 5 b 9 c d"),
        ("36/2019/QĐ-UBND", '"36 2019 QĐ-UBND"'),
        ("QCVN 08:2023", '(QCVN OR "quy chuẩn kỹ thuật quốc gia" OR "quy chuẩn việt nam") "08 2023"'),
        ("kcn", '(kcn OR "khu công nghiệp")'),
        ("ca hát", both("ca hát")),
        ("Sở Kế hoạch và Đầu tư", f"Sở Kế hoạch (và OR {ANY}) Đầu tư"),
        ("Sở Y tế Bình Dương", both(f"Sở Y tế (Bình OR {ANY}) (Dương OR {ANY})", "Sở Y tế Bình Dương")),
    ],
)
def test_all_words_are_asked_for_first(typed, query):
    """Words stay, punctuation is a space, and only what the person meant as an operator is one."""
    assert first_step(typed) == query


@pytest.mark.parametrize(
    ("typed", "steps"),
    [
        ("chợ", [("chợ", "100%")]),
        ("nhà thuốc", [(both("nhà thuốc"), "100%"), ("nhà thuốc", "100%"), ("nhà OR thuốc", "1")]),
        ("nha thuoc", [(both("nha thuoc"), "100%"), ("nha OR thuoc", "1")]),
        (
            "một hai ba bốn năm",
            [("một hai ba bốn năm", "100%"), ("một OR hai OR ba OR bốn OR năm", "3"), ("một OR hai OR ba OR bốn OR năm", "1")],
        ),
        ("chợ gà -vịt", [(both("chợ gà") + " -vịt", "100%"), ("chợ gà -vịt", "100%"), ("chợ OR gà -vịt", "1")]),
        ('"chợ gà"', [('"chợ gà"', "100%"), ("chợ OR gà", "1")]),
        ('"chợ"', [('"chợ"', "100%")]),
        (
            "dân số 2024",
            [
                (both("dân số 2024"), "100%"),
                (both(f"dân số (2024 OR {ANY})", "dân số 2024"), "100%"),
                (f"dân số (2024 OR {ANY})", "100%"),
                (f"dân OR số OR (2024 OR {ANY})", "2"),
            ],
        ),
        ("name:x y", [("name:x y", "100%")]),
    ],
)
def test_fewer_words_are_asked_for_when_all_find_too_little(typed, steps):
    """All, half, any; a word after a minus stays excluded, a text in Solr's syntax stays as it is."""
    assert [(step.q, step.mm) for step in reading_of(typed).steps] == steps


def test_another_order_keeps_all_words_while_anything_has_them():
    """By date, a dataset with one word of three would stand before one with all."""
    assert reading_of("một hai", ranked=False).steps[0].unless_found == 1
    assert reading_of("một hai").steps[0].unless_found == ENOUGH


@pytest.mark.parametrize(
    ("typed", "words", "near"),
    [
        ("cho tôi biết giá đất là bao nhiêu", "giá đất", False),
        ("cho toi biet gia dat la bao nhieu", "gia dat", False),
        ("bệnh viện nào có khám ngoài giờ vậy", "bệnh viện khám ngoài giờ", False),
        ("nhà thuốc gần đây", "nhà thuốc", True),
        ("nha thuoc gan toi nhat", "nha thuoc", True),
        ("không khí hôm nay có tốt không", "không khí tốt", False),
        ("không khí", "không khí", False),
        ("sua chua", "sua chua", False),
        ("tôi cần tra người đại diện theo pháp luật thì xem ở đâu", "người đại diện theo pháp luật", False),
        ("nhà ở xã hội là gì", "nhà ở xã hội", False),
        ("dữ liệu nào về chợ", "chợ", False),
        ("dữ liệu mẫu", "dữ liệu mẫu", False),
        ("cho", "cho", False),
        ("o co la", "o co la", False),
        ("ở đâu", "ở đâu", False),
    ],
)
def test_fillers_of_a_question_are_left_out(typed, words, near):
    """What says nothing about the subject goes, but not a word of a compound, not a doubtful one, and never all of them."""
    rest = sifted(typed.split())
    assert (" ".join(rest.words), rest.near) == (words, near)


@pytest.mark.parametrize(
    ("typed", "name", "text"),
    [
        ("nhà thuốc dĩ an", "Dĩ An", "dĩ an"),
        ("nha thuoc o tp thuan an", "Thuận An", "tp thuan an"),
        ("chợ phường Hoà Lợi", "Hòa Lợi", "phường Hoà Lợi"),
        ("chợ TP TDM", "Thủ Dầu Một", "TP TDM"),
        ("trường thị xã Bến Cát", "Bến Cát", "thị xã Bến Cát"),
        ("huyện Bắc Tân Uyên", "Bắc Tân Uyên", "huyện Bắc Tân Uyên"),
    ],
)
def test_a_place_is_recognised_in_words(typed, name, text):
    """With and without marks, with its type word, by its abbreviation; the longest name wins."""
    place = named_place(tuple(typed.split()))
    assert (place.name, place.text) == (name, text)


@pytest.mark.parametrize(
    "typed", ["khu công nghiệp Mỹ Phước 3", "cầu Phú Cường", "UBND huyện Bàu Bàng", "thuê ăn", "nhà thuốc", "thành an"]
)
def test_what_only_bears_the_name_of_a_unit_is_no_place(typed):
    """An industrial park, a bridge, an agency; nor are other words whose letters are the same without marks."""
    assert named_place(tuple(typed.split())) is None


def test_the_province_limits_nothing():
    """Every dataset is about Bình Dương; the ward of that name is a place."""
    assert named_place(("Sở", "Y", "tế", "Bình", "Dương")).everywhere
    assert not named_place(("phường", "Bình", "Dương")).everywhere


def test_a_place_ranks_by_a_factor_and_is_given_up_before_the_subject():
    """First what is of the place, inside it or holds it, by strong fields only; then the subject anywhere, the place's own still first."""
    first, second, *_ = reading_of("nhà thuốc Dĩ An").steps
    assert 'units:"724@2024"' in first.within
    assert 'own_units:"74@2024"' in first.within
    assert (second.within, first.prose) == ("", False)
    assert first.boost == second.boost != ""
    assert first.q == second.q == f'{both("nhà thuốc")} (title:"Dĩ An" OR text:"Dĩ An" OR {ANY})'


@pytest.mark.parametrize(
    ("typed", "words"), [("gia dat o Di An", "gia dat"), ("nha thuoc di an", "nha thuoc"), ("cho tren dia ban Di An", "cho")]
)
def test_a_preposition_before_a_place_is_no_subject(typed, words):
    """Without marks too, where "o" could be another word; "thuoc" stays, which without marks is also "thuộc"."""
    assert f"{words}" in first_step(typed)
    assert " o " not in first_step(typed)
    assert "dia" not in first_step(typed)


def test_a_place_of_both_lists_stands_for_all_units_of_its_name():
    """Dĩ An: the city of 2024 and the wards of both lists; the province holds them."""
    place = named_place(("chợ", "Dĩ", "An"))
    assert set(place.units) == {"724@2024", "25942@2024", "25942@2025"}
    assert "74@2024" in place.holders
