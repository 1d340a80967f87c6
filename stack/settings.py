"""What an instance is configured with: secrets made at the first start, and files rendered from ``config/``."""

from __future__ import annotations

import json
import os
import re
import secrets as random_source
from collections.abc import Mapping
from pathlib import Path

from stack.instance import CONFIG, ROOT, SOLR_LIB, VENV, Instance
from stack.packages import bin_dir

# Files in config/ whose {{names}} are filled in and which are written into the instance's directory.
TEMPLATES = ("supervisord.conf", "redis.conf", "postgres/postgresql.conf", "nginx.conf")
Secrets = Mapping[str, str]
SECRET_NAMES = (
    "postgres",
    "ckan",
    "datastore_write",
    "datastore_read",
    "geo_reader",
    "redis",
    "supervisor",
    "secret_key",
    "csrf",
    "jwt",
    "admin",
)


def ensure_secrets(instance: Instance) -> Secrets:
    """The instance's secrets; made once, readable by its owner only, never in the repository."""
    path = instance.var / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in SECRET_NAMES if name not in known]
    if missing:
        known.update({name: random_source.token_hex(24 if name != "admin" else 8) for name in missing})
        _write(path, json.dumps(known, indent=1))
    return known


def render_all(instance: Instance, secrets: Secrets) -> None:
    """Write every configuration file of the instance; the same input gives the same bytes."""
    for folder in ("log", "run", "home", "storage", "webassets", "tmp", "nginx", "pycache"):
        (instance.var / folder).mkdir(parents=True, exist_ok=True)
    _write(
        instance.ckan_ini,
        _ini(instance, secrets, base="ckan.ini", databases=("ckan", "datastore"), core="ckan", redis_db=0, storage="storage"),
    )
    _write(
        instance.test_ini,
        _ini(
            instance,
            secrets,
            base="test.ini",
            databases=("ckan_test", "datastore_test"),
            core="ckan_test",
            redis_db=1,
            storage="test-storage",
        ),
    )
    values = _template_values(instance, secrets)
    for name in TEMPLATES:
        template = (CONFIG / name).read_text(encoding="utf-8")
        _write(instance.var / Path(name).name, re.sub(r"\{\{(\w+)\}\}", lambda match: values[match.group(1)], template))


def _ini(instance: Instance, secrets: Secrets, *, base: str, databases: tuple[str, str], core: str, redis_db: int, storage: str) -> str:
    """An instance's CKAN file: addresses and secrets; everything else is in ``config/``."""
    pg = f"127.0.0.1:{instance.port_of('postgres')}"
    main, datastore = databases
    options = {
        "ckan.site_url": instance.url if base == "ckan.ini" else "http://test.ckan.net",
        "sqlalchemy.url": f"postgresql://ckan:{secrets['ckan']}@{pg}/{main}",
        "ckan.datastore.write_url": f"postgresql://datastore_write:{secrets['datastore_write']}@{pg}/{datastore}",
        "ckan.datastore.read_url": f"postgresql://datastore_read:{secrets['datastore_read']}@{pg}/{datastore}",
        "ckanext.binhduong.geo_read_url": f"postgresql://geo_reader:{secrets['geo_reader']}@{pg}/{datastore}",
        "solr_url": f"http://127.0.0.1:{instance.port_of('solr')}/solr/{core}",
        "ckan.redis.url": f"redis://:{secrets['redis']}@127.0.0.1:{instance.port_of('redis')}/{redis_db}",
        "ckan.storage_path": str(instance.var / storage),
        "ckan.webassets.path": str(instance.var / "webassets"),
        "SECRET_KEY": secrets["secret_key"],
        "WTF_CSRF_SECRET_KEY": secrets["csrf"],
        "api_token.jwt.encode.secret": f"string:{secrets['jwt']}",
        "api_token.jwt.decode.secret": f"string:{secrets['jwt']}",
        "ckanext.binhduong.accel_redirect": "true" if base == "ckan.ini" else "false",
    }
    relative = os.path.relpath(CONFIG / base, instance.var)
    lines = [f"{key} = {value}" for key, value in options.items()]
    return "\n".join(
        [
            "# Written by `make up`; do not edit. What all instances share is in config/.",
            "[app:main]",
            f"use = config:{relative}",
            *lines,
            "",
        ]
    )


def _template_values(instance: Instance, secrets: Secrets) -> dict[str, str]:
    ckan_public = next((VENV / "lib").glob("python3*/site-packages/ckan/public"))
    return {
        "root": str(ROOT),
        "var": str(instance.var),
        "venv": str(VENV),
        "host": instance.host,
        "solr_lib": str(SOLR_LIB),
        "postgres_bin": str(bin_dir()),
        "ckan_public": str(ckan_public),
        "own_public": str(ROOT / "ckanext-binhduong" / "ckanext" / "binhduong" / "portal" / "public"),
        "redis_password": secrets["redis"],
        "supervisor_password": secrets["supervisor"],
        **{f"{name}_port": str(instance.port_of(name)) for name in ("nginx", "web", "postgres", "solr", "redis", "supervisor")},
    }


def _write(path: Path, text: str) -> None:
    """Replace a file whole, readable by its owner only."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    temporary.touch(mode=0o600)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
