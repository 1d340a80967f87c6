"""Web side of the package: the status of its errors."""

from __future__ import annotations

from flask import Blueprint

from ckanext.binhduong.core.problems.action_errors import set_status

__all__ = ["binhduong_features"]

binhduong_features = Blueprint("binhduong_features", __name__)
binhduong_features.after_app_request(set_status)
