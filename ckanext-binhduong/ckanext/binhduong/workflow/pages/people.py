"""Who gets the pages of this package: people with an account; others are led to the sign-in and back."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import request
from werkzeug.wrappers import Response

__all__ = ["people_only"]


def people_only() -> Response | None:
    """Lead a stranger to the sign-in; a ``before_request`` of a blueprint."""
    if tk.current_user.is_authenticated:
        return None
    return tk.redirect_to(tk.h.url_for("user.login", came_from=request.full_path.rstrip("?")))
