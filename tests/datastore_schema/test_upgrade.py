"""The DataStore's schema: new, upgraded from the state before there were migrations, and again."""

from __future__ import annotations

import secrets as random_names
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ckanext.binhduong.datastore_schema.tables import HIDDEN_COLUMNS, LAYER_COLUMNS, metadata
from ckanext.binhduong.datastore_schema.upgrade import VERSION_TABLE, upgrade
from stack import settings
from stack.instance import CONFIG, from_environment
from stack.services import database
from stack.shell import run

BEFORE = Path(__file__).with_name("datastore-5933bb7.sql")
"""``config/postgres/datastore.sql`` of commit 5933bb7, which made the whole schema at every start."""
GROUND = CONFIG / "postgres" / "datastore.sql"
ROLES = {"write_user": "datastore_write", "read_user": "datastore_read", "geo_user": "geo_reader"}
LAYER = "INSERT INTO portal.layer (resource_id, layer, visible, geometry_type) VALUES ('r', 'nha-thuoc', true, 'Point')"


class Scratch:
    """A database of the test's own in the instance's cluster."""

    def __init__(self) -> None:
        self.instance = from_environment()
        self.secrets = settings.ensure_secrets(self.instance)
        self.name = f"datastore_{random_names.token_hex(4)}"
        self.owner = f"postgresql://datastore_write:{self.secrets['datastore_write']}@{self.instance.address_of('postgres')}/{self.name}"

    def psql(self, script: str, name: str | None = None) -> str:
        """Run SQL as the superuser."""
        return database.psql(self.instance, self.secrets, name or self.name, script, ROLES)

    def prepare(self, *files: Path) -> None:
        """Run the superuser's scripts."""
        for file in files:
            self.psql(file.read_text(encoding="utf-8"))

    def dump(self) -> str:
        """Return its schemas, owners and grants as SQL, without the random words of a dump."""
        host, port = self.instance.address_of("postgres").split(":")
        words = ["pg_dump", "-h", host, "-p", port, "-U", "postgres", "--schema-only", self.name]
        dump = run(words, env={"PGPASSWORD": self.secrets["postgres"]})
        return "\n".join(line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestrict")))


@pytest.fixture
def make_database() -> Iterator[type[Scratch]]:
    """Make databases; they go after the test."""
    made: list[Scratch] = []

    class Made(Scratch):
        def __init__(self) -> None:
            super().__init__()
            self.psql(f'CREATE DATABASE "{self.name}" OWNER datastore_write TEMPLATE template0', "postgres")
            made.append(self)

    yield Made
    for each in made:
        each.psql(f'DROP DATABASE "{each.name}" WITH (FORCE)', "postgres")


def test_an_upgraded_database_is_as_a_new_one(make_database: type[Scratch]) -> None:
    """Made by the code of 5933bb7 and upgraded, or made now: the same objects, owners and grants; its rows stay; upgrading again changes
    nothing."""
    new, old = make_database(), make_database()
    new.prepare(GROUND)
    upgrade(new.owner)
    old.prepare(BEFORE)
    old.psql(LAYER)
    old.prepare(GROUND)
    upgrade(old.owner)
    assert old.dump() == new.dump()
    assert old.psql("SELECT layer, feature_count FROM geo.layers") == "nha-thuoc|0\n"
    assert old.psql(f"SELECT version_num FROM portal.{VERSION_TABLE}") == "0001\n"
    before = new.dump()
    new.prepare(GROUND)
    upgrade(new.owner)
    assert new.dump() == before


def test_the_migrated_tables_are_those_of_the_definition(make_database: type[Scratch]) -> None:
    """Alembic finds no difference between the revisions' outcome and `tables`; a column that only one of them has is a difference."""
    made = make_database()
    made.prepare(GROUND)
    upgrade(made.owner)
    engine = sa.create_engine(made.owner, poolclass=sa.pool.NullPool)
    options = {
        "include_schemas": True,
        "include_name": lambda name, kind, _parents: name == "portal" if kind == "schema" else name != VERSION_TABLE,
        "compare_type": True,
        "compare_server_default": True,
    }
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        connection.exec_driver_sql("ALTER TABLE portal.published DROP COLUMN rows")
        assert [change[0] for change in compare_metadata(context, metadata)] == ["add_column"]
        connection.rollback()


def test_a_failing_upgrade_changes_nothing(make_database: type[Scratch]) -> None:
    """When the last statement is refused, the first revision's tables are not there either."""
    made = make_database()
    made.prepare(GROUND)
    made.psql("CREATE TABLE geo.layers (layer text)")
    with pytest.raises(Exception, match='"layers" is not a view'):
        upgrade(made.owner)
    assert made.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'portal'") == "0\n"


def test_readers_have_the_layers_and_nothing_else(make_database: type[Scratch]) -> None:
    """The spatial role reads `geo.layers`, in the definition's order, and not the table behind it."""
    made = make_database()
    made.prepare(GROUND)
    upgrade(made.owner)
    columns = made.psql("SELECT attname FROM pg_attribute WHERE attrelid = 'geo.layers'::regclass AND attnum > 0 ORDER BY attnum").split()
    assert tuple(columns) == LAYER_COLUMNS
    assert "visible" not in LAYER_COLUMNS
    assert HIDDEN_COLUMNS == ("_id", "_full_text", "_geom", "_geom_3857", "_rank")
    rights = "SELECT has_table_privilege('geo_reader', 'geo.layers', 'SELECT'), has_schema_privilege('geo_reader', 'portal', 'USAGE')"
    assert made.psql(rights) == "t|f\n"
