"""What the operator lets the portal call."""

from __future__ import annotations

from ckan.plugins import toolkit as tk

from ckanext.binhduong.core.outbound.reach import Reach

__all__ = ["agent", "reach"]


def reach() -> Reach:
    """Return what the settings say."""
    return Reach.of(tk.config["ckanext.binhduong.outbound.ports"], tk.config["ckanext.binhduong.outbound.networks"])


def agent() -> str:
    """Return how the portal calls itself to servers elsewhere, with the address of its operator."""
    return f"binhduong-open-data (+{tk.config['ckan.site_url']})"
