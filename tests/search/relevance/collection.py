"""The catalogue: datasets of every sector of a province as `package_show` would return them, each with its facts.

Texts are made of the topics' words and of prose that has nothing to do with the subject, as agencies write it; the facts come from the
topic and the edition, never from the text. Everything follows from seeds: two runs give the same bytes.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.search.relevance.facts import HERE, PROVINCE, Facts
from tests.search.relevance.prose import long_place, notes_of, place_words, titled, year_words
from tests.search.relevance.seed_catalogue import seed_datasets
from tests.search.relevance.topics import SEED, Edition, Topic, editions, topics
from tests.search.relevance.variants import other_tone_placement, unmarked

_LAW = {"QĐ": "Quyết định số", "NĐ": "Nghị định số", "TT": "Thông tư số", "NQ": "Nghị quyết số", "QH": "Luật số"}


@dataclass(frozen=True)
class Dataset:
    """A dataset: its fields as the portal's schema names them, and its facts."""

    fields: dict[str, Any]
    facts: Facts


@cache
def collection() -> tuple[Dataset, ...]:
    """Return the seed catalogue and the generated datasets in an order that says nothing about them."""
    made = [*seed_datasets(Dataset), *(_dataset(topic, edition, at) for topic in topics() for at, edition in enumerate(editions(topic)))]
    return tuple(sorted(made, key=lambda dataset: hashlib.sha256(dataset.facts.name.encode()).digest()))


@cache
def agencies() -> dict[str, tuple[str, str]]:
    """Return each agency's name → (title, title in English)."""
    read = yaml.safe_load((HERE / "agencies.yaml").read_text(encoding="utf-8"))
    return {name: (title, title_en) for name, (title, title_en) in read.items()}


@cache
def known_words() -> frozenset[str]:
    """Return every word of the titles, tags, columns and agencies, lower case, with marks: what a typo must not make."""
    texts = [text for dataset in collection() for text in (dataset.fields["title"], *dataset.fields["tags"])]
    texts += [label for topic in topics() for label in topic.columns.values()]
    texts += [title for title, _ in agencies().values()]
    return frozenset(word for text in texts for word in "".join(char if char.isalnum() else " " for char in text.lower()).split())


def _dataset(topic: Topic, edition: Edition, number: int) -> Dataset:
    chance = random.Random(f"{SEED}:{topic.id}:{number}")
    agency = _agency(topic, edition, chance)
    columns = _columns(topic, chance)
    codes, legal_basis = _legal_basis(topic, chance)
    title = titled(topic, edition, agency, chance)
    name = _name(title, f"{topic.id}:{number}")
    list_number = f"BD-{_initials(topic.sector)}-{int(hashlib.sha256(name.encode()).hexdigest(), 16) % 9000 + 1000}"
    fields = {
        "name": name,
        "title": title,
        "title_en": _title_en(topic, edition) if chance.random() < 0.6 else "",
        "notes": notes_of(topic, edition, agencies()[agency][0], chance),
        "owner_org": agency,
        "theme": topic.theme,
        "tags": _tags(topic, edition, chance),
        "units": [edition.place],
        "legal_basis": legal_basis,
        "list_number": list_number,
        "resources": _resources(topic, edition, name, columns, chance),
        "modified": f"{chance.randint(2023, 2026)}-{chance.randint(1, 9):02d}-{chance.randint(1, 28):02d}",
    }
    if chance.random() < 0.2:
        fields |= {key: other_tone_placement(fields[key]) for key in ("title", "notes")}
    facts = Facts(
        **{"name": name, "sector": topic.sector, "agency": agency, "year": edition.year, "entity": edition.entity},
        about=frozenset(topic.about),
        holds=frozenset(topic.holds),
        near=frozenset(topic.near),
        places=frozenset([edition.place]),
        columns=frozenset(columns),
        codes=frozenset([*codes, *topic.standards, list_number]),
    )
    return Dataset(fields, facts)


def _name(title: str, key: str) -> str:
    """The title's words as in an address, and four signs of the dataset's own: many editions have one title."""
    words = "".join(char if char.isalnum() else " " for char in unmarked(title).lower()).split()
    return f"{'-'.join(words)[:90]}-{hashlib.sha256(key.encode()).hexdigest()[:4]}"


def _agency(topic: Topic, edition: Edition, chance: random.Random) -> str:
    """A district's dataset comes from its people's committee when the topic allows; communes have no account of their own."""
    others = [name for name in topic.by if name != "ubnd"]
    if "ubnd" in topic.by and edition.place != PROVINCE and (not others or chance.random() < 0.6):
        return f"ubnd-{long_place(edition.place, district=True)}"
    return (others or ["van-phong-ubnd"])[0] if chance.random() < 0.75 else chance.choice(others or ["van-phong-ubnd"])


def _columns(topic: Topic, chance: random.Random) -> dict[str, str]:
    """The topic's columns; an older or poorer file may lack one of its own."""
    columns = dict(topic.all_columns)
    if len(topic.columns) > 2 and chance.random() < 0.3:
        del columns[chance.choice([*topic.columns])]
    return columns


def _legal_basis(topic: Topic, chance: random.Random) -> tuple[list[str], str]:
    if topic.law and chance.random() < 0.7:
        return topic.law, "; ".join(_cited(number) for number in topic.law)
    number = f"{chance.randint(100, 3999)}/QĐ-UBND"
    return [number], f"Quyết định số {number} ngày {chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(2018, 2025)}"


def _cited(number: str) -> str:
    kind = next(words for sign, words in _LAW.items() if sign in number)
    return f"{kind} {number.removeprefix('TT ')}"


def _initials(sector: str) -> str:
    return "".join(word[0] for word in sector.split("-")).upper()


def _title_en(topic: Topic, edition: Edition) -> str:
    place = unmarked(edition.entity_name or long_place(edition.place))
    return f"{topic.en}, {place}" + (f", {edition.year}" if edition.year else "")


def _tags(topic: Topic, edition: Edition, chance: random.Random) -> list[str]:
    tags = [*topic.tags]
    if edition.place != PROVINCE and chance.random() < 0.4:
        tags.append(long_place(edition.place))
    return tags if chance.random() < 0.85 else tags[:1]


def _resources(topic: Topic, edition: Edition, name: str, columns: dict[str, str], chance: random.Random) -> list[dict[str, Any]]:
    """One file, sometimes with a second format; half of the files name their columns in the description, as officers do."""
    title = chance.choice(topic.titles)
    listed = ", ".join(columns.values() if chance.random() < 0.7 else columns)
    description = chance.choice(
        [f"Các cột: {listed}.", f"Gồm các cột {listed}.", "", "Tệp xuất từ phần mềm quản lý.", "Dữ liệu dạng bảng."]
    )
    formats = {"points": ["CSV", "XLSX", "GeoJSON"], "areas": ["GeoJSON", "SHP"], "table": ["CSV", "XLSX"]}[topic.form]
    chosen = chance.sample(formats, 1 if chance.random() < 0.7 else 2)
    return [
        {
            "name": f"{title} {place_words(edition, chance)}{year_words(edition.year, chance)}".strip()
            if chance.random() < 0.6
            else "Tệp dữ liệu",
            "description": description,
            "format": kind,
            "url": f"http://example.vn/dataset/{name}.{kind.lower()}",
            "columns": {column: {"vi": label} for column, label in columns.items()},
        }
        for kind in chosen
    ]
