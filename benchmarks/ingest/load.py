"""Load a checked table into an indexed PostGIS table by COPY: what a release does, without its states, for the measurement."""

import io
import time
from typing import Any

import pyarrow as pa
import pyarrow.csv

from ckanext.binhduong.ingest import Checked

_SQL_TYPES = {
    "text": "text",
    "integer": "bigint",
    "decimal": "double precision",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "time": "time",
}


def load(checked: Checked, dsn: str) -> dict[str, Any]:
    """COPY the table, make its geometry, key it and index it; seconds by step."""
    import psycopg2

    columns = checked.report["columns"]
    roles = {column["role"]: column["name"] for column in columns}
    times: dict[str, Any] = {}
    with psycopg2.connect(dsn) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_ours")
        listed = ", ".join(f'"{column["name"]}" {_SQL_TYPES[column["type"]]}' for column in columns)
        cursor.execute(f"CREATE TABLE bench_ours (_id serial, {listed})")
        start = time.monotonic()
        names = ", ".join(f'"{column["name"]}"' for column in columns)
        with pa.OSFile(str(checked.table)) as file:
            reader = pa.ipc.open_file(file)
            for number in range(reader.num_record_batches):
                out = io.BytesIO()
                pyarrow.csv.write_csv(reader.get_batch(number), out, pyarrow.csv.WriteOptions(include_header=False))
                out.seek(0)
                cursor.copy_expert(f"COPY bench_ours ({names}) FROM STDIN (FORMAT csv)", out)
        times["copy"] = round(time.monotonic() - start, 1)
        start = time.monotonic()
        place = (
            f'ST_GeomFromGeoJSON("{roles["geometry"]}")'
            if "geometry" in roles
            else f'ST_Point("{roles["longitude"]}", "{roles["latitude"]}", 4326)'
        )
        cursor.execute(f"CREATE TABLE bench_indexed AS SELECT *, {place} AS _geom FROM bench_ours")
        cursor.execute("CREATE INDEX ON bench_indexed USING gist (_geom)")
        cursor.execute("ALTER TABLE bench_indexed ADD PRIMARY KEY (_id)")
        cursor.execute("DROP TABLE bench_ours; DROP TABLE bench_indexed")
        times["index"] = round(time.monotonic() - start, 1)
    return times
