"""The options of this package, each read by one function."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from ckan.plugins import toolkit as tk

__all__ = [
    "api_token_life",
    "behind_tls",
    "lanes_are_on",
    "largest_upload",
    "login_attempts",
    "login_window",
    "longest_api_token_life",
    "proxies",
    "second_factor_is_required",
    "site_origin",
]

_MIB = 1 << 20


def login_attempts() -> int:
    """Wrong logins or tokens let through in one window."""
    return tk.config["ckanext.binhduong.login_attempts"]


def login_window() -> int:
    """The window of :func:`login_attempts`, in seconds."""
    return tk.config["ckanext.binhduong.login_window"]


def api_token_life() -> timedelta:
    """The life of an API token whose maker names none."""
    return timedelta(days=tk.config["ckanext.binhduong.api_token_days"])


def longest_api_token_life() -> timedelta:
    """The longest life an API token may be given."""
    return timedelta(days=tk.config["ckanext.binhduong.api_token_max_days"])


def site_origin() -> str:
    """The scheme and host of the portal's public address, as a browser writes it in ``Origin``."""
    parts = urlsplit(tk.config["ckan.site_url"])
    return f"{parts.scheme}://{parts.netloc}"


def lanes_are_on() -> bool:
    """Whether each kind of request has a bounded share of the threads."""
    return tk.config["ckanext.binhduong.lanes"]


def proxies() -> list[str]:
    """The networks (CIDR) that our own proxy calls from."""
    return tk.config["ckanext.binhduong.proxies"]


def second_factor_is_required() -> bool:
    """Whether system administrators must have a second factor; where nothing is said, when the public address is https."""
    said = tk.config["ckanext.binhduong.second_factor_required"]
    return behind_tls() if said == "auto" else said == "always"


def behind_tls() -> bool:
    """Whether the public address is https: then cookies are Secure and HSTS is sent."""
    return site_origin().startswith("https://")


def largest_upload() -> int:
    """The largest body of a request that carries a file, in bytes: CKAN's own limit and 10 MiB for the form around it."""
    return (tk.config["ckan.max_resource_size"] + 10) * _MIB
