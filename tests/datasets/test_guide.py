"""docs/data.md says what is in ``datasets/`` and what the import of OpenStreetMap takes, and nothing else."""

import re

from ckanext.binhduong.catalogue.imports.osm_themes import THEMES
from tests.datasets.seed import DATASETS, ROOT, rows

GUIDE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")


def test_every_dataset_stands_in_the_guide_with_its_kind_size_and_licence() -> None:
    """The table of the guide is the catalogue's."""
    table = re.findall(r"^\| `([\w-]+)` \| (real|sample) \| ([\d,]+)[^|]*\|[^|]*\| ([\w.-]+) \|$", GUIDE, flags=re.MULTILINE)
    expected = {
        (name, dataset["data_kind"], f"{len(rows(name, dataset['resources'][0]['file'])):,}", dataset["license_id"])
        for name, dataset in DATASETS.items()
    }
    assert set(table) == expected


def test_every_key_of_a_description_is_explained() -> None:
    """Agencies find each key that the seed itself uses."""
    keys = {key for dataset in DATASETS.values() for key in dataset}
    keys |= {key for dataset in DATASETS.values() for resource in dataset["resources"] for key in resource}
    assert {key for key in keys if f"`{key}`" not in GUIDE} == set()


def test_every_theme_of_the_import_stands_in_the_guide() -> None:
    """Theme, folder and each value that selects an object."""
    table = {row[0]: row for row in re.findall(r"^\| `([\w-]+)` \| `([\w-]+-osm)` \| (.+) \|$", GUIDE, flags=re.MULTILINE)}
    assert set(table) == set(THEMES)
    for code, theme in THEMES.items():
        _, folder, objects = table[code]
        assert folder == theme.dataset
        named = set(re.findall(r"[\w:]+", objects))
        assert {word for tag, values in theme.objects.items() for word in (tag, *values)} <= named
