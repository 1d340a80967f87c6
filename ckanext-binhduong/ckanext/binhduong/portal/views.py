"""Pages of the portal that CKAN does not have."""

from flask import Blueprint

__all__ = ["portal"]

portal = Blueprint("binhduong", __name__)
