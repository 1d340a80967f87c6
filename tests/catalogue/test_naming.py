"""Names of addresses, tags and files that CKAN makes."""

import unicodedata

import pytest
from ckan.lib import munge

from ckanext.binhduong.catalogue.rules import naming

TITLE = "Cơ sở y tế tỉnh Bình Dương"


@pytest.fixture(autouse=True)
def installed() -> None:
    """Munge as the plugin leaves it."""
    naming.install()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("function", "given", "expected"),
    [
        (munge.munge_title_to_name, TITLE, "co-so-y-te-tinh-binh-duong"),
        (munge.munge_title_to_name, "Đường Thủ Dầu Một", "duong-thu-dau-mot"),
        (munge.munge_name, TITLE, "co-so-y-te-tinh-binh-duong"),
        (munge.munge_tag, "Quy hoạch Đô thị", "quy-hoach-do-thi"),
        (munge.munge_filename, "Danh sách Nhà thuốc.xlsx", "danh-sach-nha-thuoc.xlsx"),
        (munge.munge_filename_legacy, "Ảnh Đại diện.png", "Anh-Dai-dien.png"),
    ],
)
def test_munge_loses_no_letter(function: object, given: str, expected: str, form: str) -> None:
    """Every munge function of CKAN folds Vietnamese, composed or decomposed."""
    assert function(unicodedata.normalize(form, given)) == expected  # type: ignore[operator]


def test_functions_imported_by_name_fold_too() -> None:
    """CKAN's file actions hold their own reference to munge_filename."""
    from ckan.logic.action import file

    assert file.munge_filename("Đất.csv") == "dat.csv"


def test_other_latin_letters_stay_as_ckan_has_them() -> None:
    """CKAN's own table still serves what has no mark to take off."""
    assert naming.fold_letters("Straße, Ægir, São") == "Strasse, AEgir, Sao".replace("AE", "Ae")


def test_free_name_counts_up() -> None:
    """A taken name gets the next free number."""
    taken = {"duong", "duong-2"}
    assert naming.free_name("Đường", taken.__contains__) == "duong-3"


@pytest.mark.parametrize("title", ["", "！？", "Đ"])
def test_title_without_letters_gives_no_name(title: str) -> None:
    """CKAN then asks for a name, instead of getting a meaningless one."""
    assert naming.free_name(title, lambda name: False) == ""
