"""Writes what an instance holds into this folder: two databases, the stored files, the queue, and the manifest of all that."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import lzma
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

from redis import Redis
from rq.job import Job

from tests.upgrade.portal import HERE, QUEUE, Portal

__all__ = ["COMMIT", "JOBS", "VAR", "census", "dump_databases", "dump_jobs", "dump_storage", "sha256", "write_json"]

COMMIT = "5933bb7"
VAR, JOBS = HERE / f"var-{COMMIT}", HERE / f"jobs-{COMMIT}"

KINDS = [
    # kind, dotted path, beginning of the job's id ("" for any), what queues it
    (
        "release",
        "ckanext.binhduong.releases.jobs.run",
        "binhduong-release-",
        "an upload, a roll-back, a confirmation, release_create, repair",
    ),
    ("release-retry", "ckanext.binhduong.releases.jobs.run", "", "a release job that finds its resource locked: 15 s later"),
    ("watch", "ckanext.binhduong.releases.repair.watch", "binhduong-releases-watch", "every queued release: 60 s later"),
    ("sweep", "ckanext.binhduong.releases.schedule.run", "binhduong-releases-sweep-", "the schedule, every ten minutes"),
    ("nightly", "ckanext.binhduong.releases.schedule.run", "binhduong-releases-nightly-", "the schedule, at 19:00 UTC"),
    ("exports", "ckanext.binhduong.releases.exports.jobs.run", "binhduong-exports-", "a published release, a large file asked for, repair"),
    ("exports-retry", "ckanext.binhduong.releases.exports.jobs.run", "", "an exports job that finds a release locked: 5 s later"),
    ("comparisons", "ckanext.binhduong.releases.comparisons.jobs.run", "binhduong-differences-", "a published release, repair"),
    (
        "comparison-pair",
        "ckanext.binhduong.releases.comparisons.jobs.run_pair",
        "binhduong-difference-",
        "release_diff of two large releases",
    ),
    ("check", "ckanext.binhduong.releases.flight.run", "binhduong-check-", "ingest_check of a large or slow file"),
    (
        "recount",
        "ckanext.binhduong.releases.datastore.recount",
        "binhduong-layer-count-",
        "datastore_upsert and datastore_delete: 5 s later",
    ),
    ("ckan-count", "ckanext.datastore.logic.action._calculate_record_count", "", "CKAN: datastore_upsert with a count in the background"),
    ("ckan-modified", "ckanext.datastore.logic.action._patch_resource_last_modified", "", "CKAN: datastore_upsert of a native table"),
]
"""Every kind of job that commit 5933bb7 queues; the last two are CKAN's own."""

_CENSUS = {
    "ckan": {
        "packages": "SELECT state, private, count(*) FROM package GROUP BY 1, 2 ORDER BY 1, 2",
        "resources": "SELECT state, count(*) FROM resource GROUP BY 1 ORDER BY 1",
        "releases": "SELECT state, origin, kind, count(*) FROM binhduong_release GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        "exports": "SELECT state, count(*) FROM binhduong_export GROUP BY 1 ORDER BY 1",
        "extents": "SELECT count(*) FROM binhduong_release_extent",
        "activities": "SELECT activity_type, count(*) FROM activity GROUP BY 1 ORDER BY 1",
        "migrations": "SELECT 'activity', version_num FROM activity_alembic_version UNION ALL "
        "SELECT 'binhduong_releases', version_num FROM binhduong_releases_alembic_version UNION ALL "
        "SELECT 'ckan', version_num FROM alembic_version ORDER BY 1",
        "users": 'SELECT name, sysadmin, state FROM "user" ORDER BY 1',
    },
    "datastore": {
        "layers": "SELECT layer, visible, geometry_type, feature_count, release, key_column FROM portal.layer ORDER BY 1",
        "published": "SELECT number, rows, layer FROM portal.published ORDER BY 3, 2, 1",
        "changes": "SELECT count(*) FROM portal.change",
        "views": "SELECT viewname, viewowner, has_table_privilege('geo_reader', format('geo.%I', viewname), 'SELECT') "
        "FROM pg_views WHERE schemaname = 'geo' ORDER BY 1",
        "tables": "SELECT count(*), bool_and(tableowner = 'datastore_write'), "
        "bool_and(has_table_privilege('datastore_read', format('public.%I', tablename), 'SELECT')) "
        "FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'",
        "triggers": "SELECT tgname, count(*) FROM pg_trigger WHERE NOT tgisinternal GROUP BY 1 ORDER BY 1",
    },
}


def write_json(path: Path, content: Any) -> None:
    """Write JSON as people read it; the same content gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def sha256(content: bytes) -> str:
    """Return a content's SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def census(portal: Portal) -> dict[str, list[str]]:
    """Count what stands in the databases: a name → rows of columns separated by ``|``."""
    return {
        f"{database}.{name}": portal.psql(database, statement).splitlines()
        for database, statements in _CENSUS.items()
        for name, statement in statements.items()
    }


def dump_databases(portal: Portal) -> None:
    """Dump ``ckan`` and ``datastore`` with owners, rights and settings of the database; roles and their passwords are not in it."""
    for name in ("ckan", "datastore"):
        command = ["pg_dump", "--create", "--dbname", name]
        script = subprocess.run(command, env=portal.postgres, check=True, stdout=subprocess.PIPE, text=True).stdout
        # psql of PostgreSQL before August 2025 does not know these words, which guard against a hostile dump.
        script = re.sub(r"^\\(un)?restrict .*\n", "", script, flags=re.MULTILINE)
        _write_xz(VAR / f"{name}.sql.xz", script.encode())


def dump_storage(portal: Portal) -> dict[str, str]:
    """Pack ``storage`` (``ckan.storage_path``); return the files' paths below it with their SHA-256.

    CKAN's translations for scripts (``i18n``) are left out: ``make up`` writes them.
    """
    root = portal.var / "storage"
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.relative_to(root).parts[0] != "i18n")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in files:
            facts = tarfile.TarInfo(str(path.relative_to(root)))
            facts.size, facts.mode = path.stat().st_size, path.stat().st_mode & 0o777
            with path.open("rb") as stream:
                archive.addfile(facts, stream)
    _write_xz(VAR / "storage.tar.xz", packed.getvalue())
    return {str(path.relative_to(root)): sha256(path.read_bytes()) for path in files}


def _write_xz(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))


def dump_jobs(portal: Portal) -> list[dict[str, Any]]:
    """Write each queued or scheduled job as Redis has it, and the lists that name them; return the table of the jobs."""
    redis = portal.redis()
    queue, schedule = f"rq:queue:{QUEUE}", f"rq:scheduled:{QUEUE}"
    queued = [name.decode() for name in redis.lrange(queue, 0, -1)]
    scheduled = {name.decode(): score for name, score in redis.zrange(schedule, 0, -1, withscores=True)}
    table = [_dump_job(redis, job_id, scheduled.get(job_id)) for job_id in [*queued, *scheduled]]
    for number, row in enumerate(table, start=1):
        fields = row.pop("fields")
        name = f"{number:02d}-{row['kind']}.json"
        write_json(JOBS / name, {**row, "fields": fields})
        row["file"] = name
    checks = {name.decode(): redis.get(name).decode() for name in redis.scan_iter("ckan:*:binhduong-check:*")}
    write_json(JOBS / "queue.json", {"queue": {queue: queued}, "scheduled": {schedule: scheduled}, "checks": dict(sorted(checks.items()))})
    write_json(
        JOBS / "jobs.json", {"kinds": [dict(zip(("kind", "path", "id", "queued_by"), kind, strict=True)) for kind in KINDS], "jobs": table}
    )
    return table


def _dump_job(redis: Redis, job_id: str, score: float | None) -> dict[str, Any]:
    job = Job.fetch(job_id, connection=redis)
    fields = {name.decode(): base64.b64encode(value).decode() for name, value in sorted(redis.hgetall(job.key).items())}
    kind = next(kind for kind, path, begins, _ in KINDS if path == job.func_name and job_id.startswith(begins))
    return {
        "kind": kind,
        "id": job_id,
        "key": job.key.decode() if isinstance(job.key, bytes) else job.key,
        "path": job.func_name,
        "arguments": [argument if isinstance(argument, str) else repr(argument) for argument in job.args],
        "options": dict(job.kwargs),
        "scheduled": score,
        "fields": fields,
    }
