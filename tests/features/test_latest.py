"""Stations with their latest reading: a declared link between two tables of one dataset."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests.helpers import call_action

from ckanext.binhduong.features.readings import links
from ckanext.binhduong.features.readings.latest import Link, read_link

READINGS = [
    ("KK01", "2025-02-28T22:00", 31.5),
    ("KK01", "2025-02-28T23:00", 29.25),
    ("KK01", "2024-12-01T00:00", 12.7),
    ("KK02", "2025-02-28T20:00", None),
    ("KK09", "2025-02-28T23:00", 1),
]


@pytest.fixture
def stations(store, clean_db):
    """A layer of three stations and, in the same dataset, a table of readings that says so."""
    store.points("tram", [(f"KK0{n}", f"Trạm {n}", None, None, 106.6 + n / 100, 11.0) for n in (1, 2, 3)], theme="moi-truong")
    dataset = model.Package(name="tram", title="Trạm", state="active", private=False)
    readings = model.Resource(url="so-lieu-gio.csv", extras={"latest_by": "ma, thoi_diem"})
    dataset.resources_all.append(readings)
    model.Session.add(dataset)
    model.Session.commit()
    store.run("UPDATE portal.layer SET dataset_id = %s WHERE layer = 'tram'", (dataset.id,))
    store.run(f'CREATE TABLE public."{readings.id}" (_id serial, _full_text tsvector, ma text, thoi_diem timestamp, pm25 numeric)')
    store.run(f'GRANT SELECT ON public."{readings.id}" TO datastore_read')
    for row in READINGS:
        store.run(f'INSERT INTO public."{readings.id}" (ma, thoi_diem, pm25) VALUES (%s, %s, %s)', row)
    yield dataset, readings
    store.run(f'DROP TABLE IF EXISTS public."{readings.id}"')
    store.withdraw("tram")


def latest(**question):
    return {
        feature["id"]: feature.get("latest", "none declared")
        for feature in call_action("feature_search", layer="tram", **question)["features"]
    }


@pytest.mark.usefixtures("stations")
def test_each_station_has_its_newest_reading():
    """The newest row by time, with its published columns; a station without readings has null."""
    assert latest() == {
        "KK01": {"ma": "KK01", "thoi_diem": "2025-02-28T23:00:00", "pm25": 29.25},
        "KK02": {"ma": "KK02", "thoi_diem": "2025-02-28T20:00:00", "pm25": None},
        "KK03": None,
    }


@pytest.mark.usefixtures("stations")
def test_show_and_near_have_it_too():
    """One station, and the nearest one."""
    assert call_action("feature_show", layer="tram", id="KK01")["latest"]["pm25"] == 29.25
    assert latest(near="106.611,11.0", limit=1)["KK01"]["pm25"] == 29.25


@pytest.mark.parametrize("change", ["private = true", "state = 'deleted'", "state = 'draft'"])
def test_readings_of_a_dataset_that_is_not_public_are_never_shown(stations, change):
    """Even if its layer were still there (the change is made behind the back of what withdraws layers)."""
    model.Session.execute(sa.text(f"UPDATE package SET {change}"))
    model.Session.commit()
    assert set(latest().values()) == {"none declared"}


@pytest.mark.parametrize("change", ["resource deleted", "not declared", "other key"])
def test_without_a_declaration_there_is_none(stations, change):
    """A resource that is gone, no declaration, or one for another column."""
    _, readings = stations
    if change == "resource deleted":
        readings.state = "deleted"
    else:
        readings.extras = {} if change == "not declared" else {"latest_by": "ten, thoi_diem"}
    model.Session.commit()
    assert set(latest().values()) == {"none declared"}


def test_a_table_that_is_not_there_has_no_readings(store, stations):
    """Not loaded yet, or with other columns: the stations are shown all the same."""
    store.run(f'ALTER TABLE public."{stations[1].id}" DROP COLUMN thoi_diem')
    assert latest() == {"KK01": None, "KK02": None, "KK03": None}


@pytest.mark.parametrize(
    ("declaration", "link"),
    [
        ("ma_tram,thoi_diem", Link("r", "ma_tram", "thoi_diem")),
        (" ma_tram , thoi_diem ", Link("r", "ma_tram", "thoi_diem")),
        ("", None),
        ("ma_tram", None),
        ('ma"; DROP TABLE x, y', None),
    ],
)
def test_declarations(declaration, link):
    """Two column names with a comma between; anything else declares nothing."""
    assert read_link("r", declaration) == link


def test_a_declaration_is_remembered_until_the_catalogue_changes(stations, monkeypatch):
    """Near-me questions do not ask CKAN's database each time; a commit ends what is remembered."""
    _, readings = stations
    monkeypatch.setattr(links, "_remembered", (None, {}))
    found = []
    for version, declaration in ((1, "ma, thoi_diem"), (1, "khong, co"), (2, "khong, co"), (None, "ma, thoi_diem")):
        monkeypatch.setattr(links.commits, "version", lambda version=version: version)
        model.Session.query(model.Resource).filter_by(id=readings.id).update({"extras": {"latest_by": declaration}})
        model.Session.commit()
        found.append(latest()["KK03"])
    assert found == [None, None, "none declared", None]
