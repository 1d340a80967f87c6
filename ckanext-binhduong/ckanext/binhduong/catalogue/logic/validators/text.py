"""Text in one form, and names made of titles."""

from typing import Any

from ckan import model
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.binhduong import vn
from ckanext.binhduong.catalogue.rules.naming import free_name
from ckanext.binhduong.vn.text import xml_safe

__all__ = ["binhduong_name_from_title", "binhduong_nfc"]


def _composed(value: Any) -> Any:
    """Return a value with every text in it in NFC and without control characters; uploads and numbers are left as they are."""
    if isinstance(value, str):
        return xml_safe(vn.nfc(value))
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    return value


def binhduong_nfc(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Put all text of a dataset, its files and tags, of an agency or a theme in NFC before any other validator sees it.

    macOS and some PDFs give decomposed text; CKAN refuses such tags, and two spellings of one word would be two values. Control characters
    that come along from them are seen by nobody, and no feed can hold them; addresses keep theirs, to be refused.
    """
    for name, value in data.items():
        data[name] = vn.nfc(value) if name[-1] == "url" and isinstance(value, str) else _composed(value)


def binhduong_name_from_title(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Make the name from the title when the caller gives none; a name in use gets ``-2``, ``-3`` …; what has a name keeps it."""
    title = data.get((*key[:-1], "title"))
    existing = context.get("group") or context.get("package")
    if not data.get(key) and existing:
        data[key] = existing.name
    if data.get(key) or not isinstance(title, str):
        return
    table = model.Group if "packages" in context.get("schema_keys", ()) else model.Package
    data[key] = free_name(title, lambda name: model.Session.query(table).filter_by(name=name).first() is not None)
