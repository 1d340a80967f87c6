"""A public dataset's metadata before Flask, from its kept graph; whatever else is asked for there is for ckanext-dcat's view."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context
from ckanext.dcat.utils import CONTENT_TYPES
from werkzeug.wrappers import Response

from ckanext.binhduong.core.light_path.documents import Document
from ckanext.binhduong.metadata.logic.action_rdf import KEPT
from ckanext.binhduong.metadata.marks import mark

__all__ = ["DATASET"]


def _dataset(environ: dict[str, Any], name: str, form: str) -> Response | None:
    kept: dict[str, datetime] = {}
    context: Context = {"user": "", "auth_user_obj": model.AnonymousUser(), KEPT: kept}  # type: ignore[misc]
    text = tk.get_action("dcat_dataset_show")(context, {"id": name, "format": form})
    response = Response(text)
    response.headers["Content-Type"] = CONTENT_TYPES[form]
    return mark(response, environ, kept["modified"])


DATASET = Document(re.compile(r"/dataset/([\w-]+)\.(ttl|xml|rdf|n3|jsonld)", re.ASCII), "dcat.read_dataset", _dataset)
"""``/dataset/<name or id>.<form>``."""
