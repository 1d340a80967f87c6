"""Addresses that may be linked to, what only the portal itself writes on a file, and what a dataset's own call does not write."""

from urllib.parse import urlsplit

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.binhduong.catalogue.rules.resource_marks import TIMES, UNUSED, YES_OR_NO, yes_or_no
from ckanext.binhduong.catalogue.rules.telephone import TelephoneError, clean_telephone
from ckanext.binhduong.core.language import say
from ckanext.binhduong.core.outbound.web_address import FAULTS, address_fault

__all__ = [
    "binhduong_release_field",
    "binhduong_resource_address",
    "binhduong_resource_marks",
    "binhduong_telephone",
    "binhduong_web_address",
    "binhduong_without_relations",
]


def _refusal(value: str) -> str | None:
    """Say why an address may not be linked to, or None when it may."""
    parts = urlsplit(tk.config["ckan.site_url"])
    fault = address_fault(value, own_origin=f"{parts.scheme}://{parts.netloc}")
    if fault is None:
        return None
    vi, en = FAULTS[fault]
    shown = " ".join(value.split())[:200]
    return say(f"“{shown}” {vi}", f"“{shown}” {en}")


def binhduong_web_address(value: str) -> str:
    """Take a public http(s) address only: ``javascript:`` and ``data:`` run in the reader's browser, ``file:`` is on our server."""
    if message := _refusal(value):
        raise tk.Invalid(message)
    return value


def binhduong_resource_address(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Take a public http(s) link, or the bare file name that CKAN keeps for what it stores itself (``url_type`` upload, datastore …)."""
    value = data[key]
    stored_here = bool(data.get((*key[:-1], "url_type"))) and not urlsplit(value.replace("\\", "/")).scheme
    if value and not stored_here and (message := _refusal(value)):
        errors[key].append(message)


def binhduong_telephone(value: str) -> str:
    """Take one telephone number or several, as agencies write them."""
    try:
        return clean_telephone(value)
    except TelephoneError as error:
        message = say(
            f"“{value}” không phải là số điện thoại. Ghi chữ số, ví dụ 0274 3822 222 máy lẻ 12; nhiều số cách nhau bằng dấu phẩy.",
            f"“{value}” is no telephone number. Write digits, for example 0274 3822 222 ext. 12; separate several by commas.",
        )
        raise tk.Invalid(message) from error


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


def binhduong_without_relations(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Leave relations to other datasets as they are: only ``package_relationship_create`` and its like ask for both datasets.

    What is sent is dropped in silence, because clients send back what ``package_show`` gave them.
    """
    for name in [name for name in data if str(name[0]).startswith("relationships_as_")]:
        del data[name]


def binhduong_resource_marks(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """Keep no text in a resource's fields that are not for people: some are dropped, a mark that is neither yes nor no stays as it was.

    In silence, because clients send back what ``package_show`` gave them.
    """
    for name in [name for name in data if name[0] == "resources" and name[-1] in (*UNUSED, *TIMES, *YES_OR_NO)]:
        mark = yes_or_no(data[name]) if name[-1] in YES_OR_NO else None
        if mark is None and name[-1] in YES_OR_NO:
            resource = model.Resource.get(data.get((*name[:-1], "id")) or "")
            mark = (resource.extras or {}).get(name[-1]) if resource else None
        if mark is None:
            del data[name]
        else:
            data[name] = mark
