"""What an instance is configured with: secrets made at the first start, and files rendered from ``config/``."""

from __future__ import annotations

import json
import os
import re
import secrets as random_source
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stack.backups.folder import place as backup_place
from stack.install.packages import bin_dir
from stack.instance import CONFIG, EXTENSION, ROOT, SOLR_LIB, VENV, Instance
from stack.refusals import write_refusals

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


BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")
FOLDERS = ("log", "run", "home", "storage", "test-storage", "webassets", "tmp", "nginx", "pycache")


@dataclass(frozen=True)
class Kind:
    """One of the two CKAN configurations of an instance: what it begins with and what it has of its own."""

    base: str
    databases: tuple[str, str]
    core: str
    redis_db: int
    storage: str
    url: str = ""


LIVE = Kind("ckan.ini", ("ckan", "datastore"), "ckan", 0, "storage")


def test_kind(number: int) -> Kind:
    """The configuration of the tests in process ``number``; processes share nothing that a test writes to."""
    end = f"_{number}" if number else ""
    databases = f"ckan_test{end}", f"datastore_test{end}"
    return Kind("test.ini", databases, databases[0], 1 + number, f"test-storage{end}", url="http://test.ckan.net")


def test_ini(instance: Instance, number: int) -> Path:
    """Where that configuration is."""
    return instance.test_ini.with_name(f"test_{number}.ini") if number else instance.test_ini


def ensure_secrets(instance: Instance) -> Secrets:
    """The instance's secrets; made once, readable by its owner only, never in the repository.

    ``PORTAL_SECRETS`` names a folder of one file a secret instead (containers mount them there).
    """
    if folder := os.environ.get("PORTAL_SECRETS"):
        return {name: Path(folder, name).read_text().strip() for name in SECRET_NAMES if Path(folder, name).exists()}
    path = instance.var / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in SECRET_NAMES if name not in known]
    if missing:
        known.update({name: random_source.token_hex(24 if name != "admin" else 8) for name in missing})
        keep_secrets(instance, known)
    return known


def keep_secrets(instance: Instance, secrets: Secrets) -> None:
    """Write the secrets of an instance: those just made, or those of a backup."""
    _write(instance.var / "secrets.json", json.dumps(dict(secrets), indent=1))


def render_all(instance: Instance, secrets: Secrets) -> None:
    """Write every configuration file of the instance; the same input gives the same bytes."""
    render_ckan(instance, secrets)
    values = {**_template_values(instance, secrets), "postgres_bin": str(bin_dir())}
    for name in TEMPLATES:
        render(instance, name, values)
    write_refusals(instance.var / "nginx" / "errors")


def render_ckan(instance: Instance, secrets: Secrets) -> None:
    """The instance's folders and CKAN's two files: the portal's own and the in-process tests'."""
    for folder in FOLDERS:
        (instance.var / folder).mkdir(parents=True, exist_ok=True)
    render_kind(instance, secrets, LIVE, instance.ckan_ini)
    render_kind(instance, secrets, test_kind(0), instance.test_ini)


def render_kind(instance: Instance, secrets: Secrets, kind: Kind, path: Path) -> Path:
    """Write one configuration of CKAN and return its path."""
    _write(path, _ini(instance, secrets, kind))
    return path


def render_nginx(instance: Instance, secrets: Secrets) -> None:
    """nginx's file alone, and the answers that it gives by itself."""
    render(instance, "nginx.conf", _template_values(instance, secrets))
    write_refusals(instance.var / "nginx" / "errors")


def render(instance: Instance, name: str, values: Mapping[str, str]) -> None:
    """Fill in one of the ``TEMPLATES``."""
    template = (CONFIG / name).read_text(encoding="utf-8")
    _write(instance.var / Path(name).name, re.sub(r"\{\{(\w+)\}\}", lambda match: values[match.group(1)], template))


def _ini(instance: Instance, secrets: Secrets, kind: Kind) -> str:
    """An instance's CKAN file: addresses and secrets; everything else is in ``config/``."""
    pg = instance.address_of("postgres")
    main, datastore = kind.databases
    options = {
        "ckan.site_url": kind.url or instance.url,
        "sqlalchemy.url": f"postgresql://ckan:{secrets['ckan']}@{pg}/{main}",
        "ckan.datastore.write_url": f"postgresql://datastore_write:{secrets['datastore_write']}@{pg}/{datastore}",
        "ckan.datastore.read_url": f"postgresql://datastore_read:{secrets['datastore_read']}@{pg}/{datastore}",
        "ckanext.binhduong.geo_read_url": f"postgresql://geo_reader:{secrets['geo_reader']}@{pg}/{datastore}",
        "solr_url": f"http://{instance.address_of('solr')}/solr/{kind.core}",
        "ckan.redis.url": f"redis://:{secrets['redis']}@{instance.address_of('redis')}/{kind.redis_db}",
        "ckan.storage_path": str(instance.var / kind.storage),
        "ckan.webassets.path": str(instance.var / "webassets"),
        "SECRET_KEY": secrets["secret_key"],
        "WTF_CSRF_SECRET_KEY": secrets["csrf"],
        "api_token.jwt.encode.secret": f"string:{secrets['jwt']}",
        "api_token.jwt.decode.secret": f"string:{secrets['jwt']}",
        "ckanext.binhduong.accel_redirect": "true" if kind is LIVE else "false",
        "ckanext.binhduong.catalogue_version_file": str(instance.var / "nginx" / "catalogue-version") if kind is LIVE else "",
        "ckanext.binhduong.usage_log": str(instance.log_dir / "usage.log") if kind is LIVE else "",
        **(_backup_options(instance) if kind is LIVE else {}),
    }
    if proxies := os.environ.get("PORTAL_PROXIES"):
        options["ckanext.binhduong.proxies"] = proxies
    relative = os.path.relpath(CONFIG / kind.base, instance.var)
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


def _backup_options(instance: Instance) -> dict[str, str]:
    """Where the portal copies an accepted file at once, and where it reads what became of the last backup."""
    known = backup_place.configured(instance)
    return {
        "ckanext.binhduong.releases.backup_folder": str(known.place.folder) if known else "",
        "ckanext.binhduong.backup_state": str(instance.var / "backup-state.json"),
    }


def _archive_command(instance: Instance) -> str:
    """What PostgreSQL does with a finished segment of its log; without a place for backups it may go."""
    known = backup_place.configured(instance)
    script = ROOT / "stack" / "backups" / "wal_archive.py"
    return f'/usr/bin/python3 -B "{script}" put "{known.place.wal}" "%p" "%f"' if known else "/bin/true"


def _template_values(instance: Instance, secrets: Secrets) -> dict[str, str]:
    for_tests = os.environ.get("PORTAL_DURABLE") == "no"
    ckan_public = next((VENV / "lib").glob("python3*/site-packages/ckan/public"))
    return {
        "root": str(ROOT),
        "var": str(instance.var),
        "venv": str(VENV),
        "host": instance.host,
        "solr_lib": str(SOLR_LIB),
        "ckan_public": str(ckan_public),
        "own_public": str(EXTENSION / "portal" / "public"),
        **{f"{name}_address": instance.address_of(name) for name in ("web", "web2", "health", "health2")},
        "fsync": "off" if for_tests else "on",
        # The quick compiler alone: the other one works for minutes on what tests run a few times.
        "solr_java": "-XX:TieredStopAtLevel=1" if for_tests else "",
        **compression(),
        "archive_command": _archive_command(instance),
        "url": instance.url,
        "port": str(instance.port),
        "redis_password": secrets["redis"],
        "supervisor_password": secrets.get("supervisor", ""),
        **{
            f"{name}_port": str(instance.port_of(name))
            for name in ("nginx", "web", "postgres", "solr", "redis", "supervisor", "metrics", "files")
        },
    }


def compression() -> dict[str, str]:
    """Brotli beside gzip, where the machine's nginx has Debian's module for it (zstd has none in Debian 12 and 13)."""
    if not BROTLI.exists():
        return {"nginx_modules": "", "brotli": ""}
    types = re.search(r"gzip_types([^;]+);", (CONFIG / "nginx.conf").read_text(encoding="utf-8"))
    assert types
    settings = f"  brotli on;\n  brotli_min_length 1024;\n  brotli_comp_level 5;\n  brotli_types {' '.join(types[1].split())};\n\n"
    return {"nginx_modules": f"load_module {BROTLI};\n", "brotli": settings}


def _write(path: Path, text: str) -> None:
    """Replace a file whole, readable by its owner only."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    temporary.touch(mode=0o600)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
