"""What is added in front of ckanext-dcat's own pages."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.dcat.utils import CONTENT_TYPES
from flask import Blueprint

__all__ = ["binhduong_metadata"]

binhduong_metadata = Blueprint("binhduong_metadata", __name__)


@binhduong_metadata.before_app_request
def refuse_unknown_forms() -> None:
    """``/dataset/x.docx`` and ``/catalog.csv`` are not found; ckanext-dcat 2.4.4 fails on a suffix that it does not know."""
    form = (tk.request.view_args or {}).get("_format")
    if tk.request.blueprint == "dcat" and form and form not in CONTENT_TYPES:
        tk.abort(404)
