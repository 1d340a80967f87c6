"""Names: of layers, of the files as readers save them, of indexes as CKAN's DataStore expects them."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
import unicodedata
from collections.abc import Container
from urllib.parse import quote

from ckanext.binhduong.vn import nfc, safe_file_name, slug

__all__ = ["attachment", "display_file_name", "index_name", "layer_id", "work_name", "work_started"]

LAYER_BYTES = 63
"""A layer's id is the name of a view, and PostgreSQL cuts longer names in silence."""

_RESERVED = frozenset({"layers"})
"""``geo.layers`` is the list of layers."""

_FILE_NAME_CHARACTERS = 150
_WORK_NAME = re.compile(r"_[a-z]{3}_([0-9a-f]{8})_[0-9a-f]{16}")


def layer_id(dataset_name: str, resource_name: str, taken: Container[str]) -> str:
    """Name a layer when it is first published: its dataset's name; when that is taken, ``<dataset>--<resource>``, then with a number.

    Args:
        dataset_name: the dataset's ``name`` (``[a-z0-9_-]``).
        resource_name: the resource's name as people read it.
        taken: ids that are or were given to other layers.
    """
    dataset = re.sub(r"[^a-z0-9-]+", "-", dataset_name.lower()).strip("-") or "lop"
    resource = slug(resource_name) or "lop"
    candidates = [dataset, f"{dataset[: LAYER_BYTES - 24]}--{resource}"]
    candidates += [f"{candidates[1][: LAYER_BYTES - 5]}-{number}" for number in range(2, 10_000)]
    return next(name for name in (cut[:LAYER_BYTES].strip("-") for cut in candidates) if name not in taken and name not in _RESERVED)


def display_file_name(name: str) -> str:
    """Return the name a file was sent with as it may be shown and saved: NFC, no folders, no control or direction characters."""
    base = re.split(r"[/\\]", name)[-1]
    clean = "".join(char for char in nfc(base) if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    stem, dot, extension = clean.strip(" .").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    return f"{stem[:_FILE_NAME_CHARACTERS]}{dot}{extension[:20]}" or safe_file_name("")


def attachment(name: str, plain: str | None = None) -> str:
    """Return a ``Content-Disposition`` that saves a file under its Vietnamese name (RFC 6266, RFC 8187), with an ASCII name for old
    programs.

    Args:
        plain: the ASCII name; made of ``name`` when not given.
    """
    shown = display_file_name(name)
    plain = plain or safe_file_name(shown)
    if plain == shown:
        return f'attachment; filename="{plain}"'
    encoded = quote(shown, safe="!#$&+-.^_`|~")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def index_name(resource_id: str, fields: str) -> str:
    """Name an index as CKAN's DataStore does: it finds its own again only by this hash (``datastore.backend.postgres``)."""
    return hashlib.sha1((resource_id + fields).encode()).hexdigest()  # noqa: S324 - a name, not a secret


def work_name(kind: str) -> str:
    """Name a table that is being built: ``_`` keeps it out of CKAN's lists, the time in it tells the sweeper its age.

    Args:
        kind: three letters, what the table is for.
    """
    return f"_{kind}_{int(time.time()):08x}_{secrets.token_hex(8)}"


def work_started(table: str) -> float | None:
    """Return the time (seconds since 1970) in a name that `work_name` made; None for any other name."""
    found = _WORK_NAME.fullmatch(table)
    return float(int(found[1], 16)) if found else None
