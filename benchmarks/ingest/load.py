"""Load a checked table as a release does: `releases.staging.build`, with every column, index and trigger the portal's tables have."""

import time
from typing import Any

from benchmarks.parts import Timed
from ckanext.binhduong.ingest import Checked


def load(checked: Checked, dsn: str) -> dict[str, Any]:
    """Build the table in the DataStore's database (which has the portal's functions) and roll it back; seconds of all and each part."""
    import psycopg2

    from ckanext.binhduong.releases.publish import staging
    from ckanext.binhduong.releases.publish.table_sql import TableSpec

    assert checked.table is not None
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            start, timed = time.monotonic(), Timed(cursor)
            staged = staging.build(timed, checked.table, TableSpec.from_report(checked.report), {})
            return {"load": round(time.monotonic() - start, 1), **timed.parts(), "loaded": staged.rows}
    finally:
        connection.rollback()
        connection.close()
