"""The schemas as data: labels, help, vocabularies, the promised names, and the field page made of them."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.binhduong.catalogue import fields, fields_page, vocabularies

REPOSITORY = Path(__file__).parents[2]

PROMISED = {
    "dataset": "title title_en name notes notes_en owner_org theme tag_string license_id data_kind frequency units spatial list_number"
    " legal_basis legal_basis_url hvd_category contact_name contact_email contact_phone temporal_start temporal_end issued modified"
    " language access_rights provenance version url",
    "resource": "url name name_en description description_en format key_column latest_by availability status language rights issued"
    " modified columns schema read_as",
    "agency": "title title_en name description description_en contact_email contact_phone contact_address url valid_from valid_to"
    " successor unit",
    "theme": "title title_en name description description_en eu_theme order",
}

ALL_FIELDS = [
    (kind, field)
    for kind, group in (("dataset", "dataset_fields"), ("dataset", "resource_fields"), ("agency", "fields"), ("theme", "fields"))
    for field in fields.schema(kind)[group]
]


@pytest.mark.parametrize("kind", PROMISED)
def test_fields_have_the_promised_names(kind: str) -> None:
    """Agencies and the other packages rely on these names."""
    assert fields.names(kind) == PROMISED[kind].split()


def test_release_fields_are_the_portals() -> None:
    """They are in no seed file."""
    assert fields.written_by_the_portal("resource") == ["release_state", "release_number", "layer", "data_until", "rows"]


@pytest.mark.parametrize(("kind", "field"), ALL_FIELDS, ids=lambda value: value["field_name"] if isinstance(value, dict) else value)
def test_every_field_is_explained_in_both_languages(kind: str, field: dict[str, Any]) -> None:
    """Label and help, in NFC; a required field says why it is required."""
    for part in ("label", "help_text"):
        for lang in ("vi", "en"):
            assert field[part][lang]
            assert unicodedata.is_normalized("NFC", field[part][lang])
    if field.get("required"):
        assert "Bắt buộc" in field["help_text"]["vi"] or "bắt buộc" in field["help_text"]["vi"]
    if "vocabulary" in field:
        assert field["vocabulary"] in vocabularies.VOCABULARIES


def test_presets_are_all_defined() -> None:
    """A schema names only presets of ours or of scheming's."""
    ours = {
        row["preset_name"]
        for row in yaml.safe_load((Path(fields.__file__).parent / "schemas" / "presets.yaml").read_text("utf-8"))["presets"]
    }
    used = {field["preset"] for _, field in ALL_FIELDS if field.get("preset", "").startswith("binhduong_")}
    assert used == ours


def test_field_page_is_current() -> None:
    """docs/fields.md is what `ckan binhduong fields` prints."""
    assert (REPOSITORY / "docs" / "fields.md").read_text(encoding="utf-8") == fields_page.render()
