"""Addresses that may be linked to, and what only the portal itself writes on a file."""

from urllib.parse import urlsplit

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.binhduong.core.language import say

__all__ = ["binhduong_release_field", "binhduong_resource_address", "binhduong_web_address"]


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def binhduong_web_address(value: str) -> str:
    """Take an http(s) address only: ``javascript:`` and ``data:`` addresses run in the reader's browser, ``file:`` ones on our server."""
    if not _is_web_address(value):
        raise tk.Invalid(say(f"“{value}” không phải là địa chỉ http:// hoặc https://.", f"“{value}” is no http:// or https:// address."))
    return value


def binhduong_resource_address(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Take an http(s) link, or the bare file name that CKAN keeps for what it stores itself (``url_type`` upload, datastore …)."""
    value = data[key]
    stored_here = bool(data.get((*key[:-1], "url_type"))) and not urlsplit(value.replace("\\", "/")).scheme
    if value and not stored_here and not _is_web_address(value):
        errors[key].append(
            say(
                f"“{value}” không phải là địa chỉ http:// hoặc https://. Hãy tải tệp lên hoặc sửa địa chỉ.",
                f"“{value}” is no http:// or https:// address. Upload the file or correct the address.",
            )
        )


def binhduong_release_field(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Keep what the portal itself wrote: only code that acts with ``ignore_auth`` (the loading job) can change it.

    A client's value is dropped in silence, because clients send back what ``package_show`` gave them.
    """
    given = data.get(key, tk.missing)
    if given is not tk.missing and context.get("ignore_auth"):
        return
    resource = model.Resource.get(data.get((*key[:-1], "id")) or "")
    stored = (resource.extras or {}).get(key[-1]) if resource else None
    if stored is None:
        data.pop(key, None)
    else:
        data[key] = stored
