"""What every page is made with: its scripts, its static files, its addresses, its error texts."""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from markupsafe import Markup, escape
from werkzeug.exceptions import default_exceptions

from ckanext.binhduong.portal.ckan_markup import completed
from ckanext.binhduong.portal.feature.directions import directions_to
from ckanext.binhduong.portal.share.short_address import short_code

__all__ = [
    "binhduong_asset",
    "binhduong_completed",
    "binhduong_core_scripts",
    "binhduong_directions",
    "binhduong_error_note",
    "binhduong_feature_url",
    "binhduong_icon",
    "binhduong_is_ours",
    "binhduong_short_address",
    "binhduong_without",
]

_PUBLIC = Path(__file__).parent.parent / "public"


def binhduong_completed(content: str, subtitle: str) -> Markup:
    """Return the content of one of CKAN's own pages with what it lacks for readers who listen to it."""
    title = escape(subtitle.strip() or tk._("Bình Dương open data portal"))
    versions = {"old_id": str(escape(tk._("Older version"))), "new_id": str(escape(tk._("Newer version")))}
    return Markup(completed(str(content), str(title), str(escape(tk._("Actions"))), versions))  # noqa: S704  what is put in is escaped


def binhduong_core_scripts() -> bool:
    """Whether a page needs CKAN's own scripts: only those who are signed in see forms that depend on them (they weigh 400 kB)."""
    return bool(tk.current_user.is_authenticated)


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((_PUBLIC / path.lstrip("/")).read_bytes()).hexdigest()[:10]


def binhduong_asset(path: str) -> str:
    """Return the address of one of our static files, with its content's digest, so that a browser never keeps an old one."""
    return tk.h.url_for_static(path) + "?v=" + _digest(path)


@cache
def _icons() -> frozenset[str]:
    return frozenset(re.findall(r'id="([^"]+)"', (_PUBLIC / "binhduong/icons.svg").read_text(encoding="utf-8")))


def binhduong_icon(name: str) -> str:
    """Return the name of an icon; that of any theme for a theme that an administrator has added."""
    return name if name in _icons() else "theme"


def binhduong_is_ours(message: str) -> bool:
    """Whether an error's text was written for people here, not the HTTP library's own English one or a validation error's dict."""
    if message.startswith("None - ") or "{'" in message:
        return False
    return message not in {error.description for error in default_exceptions.values()}


def binhduong_error_note(message: str) -> str:
    """Return an error's text in the page's language. CKAN 2.12.0 writes this one in English only."""
    if message == '"page" parameter must be a positive integer':
        return tk._("page must be a whole number from 1 on, for example page=2.")
    return message


def binhduong_without(arguments: dict[str, str], *names: str) -> dict[str, str]:
    """Return a page's arguments without some of them."""
    return {name: value for name, value in arguments.items() if name not in names}


def binhduong_directions(point: tuple[float, float]) -> dict[str, str]:
    """Return the links that lead to a point (longitude, latitude): ``web`` and ``geo``."""
    return directions_to(tk.config["ckanext.binhduong.directions_url"], *point)


def binhduong_feature_url(layer: str, feature_id: str | int) -> str:
    """Return the path of the page about one feature of a layer, in the page's language."""
    return tk.h.url_for("binhduong.feature", layer=layer, feature_id=str(feature_id))


def binhduong_short_address(package: dict[str, Any]) -> str:
    """Return the short address of a dataset, with the host; its whole one where its identifier is no UUID."""
    code = short_code(package["id"])
    if not code:
        return tk.h.url_for("dataset.read", id=package["name"], locale="default", _external=True)
    return tk.h.url_for("binhduong.short", code=code, locale="default", _external=True)
