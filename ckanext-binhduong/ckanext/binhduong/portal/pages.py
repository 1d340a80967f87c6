"""The addresses of the pages about one feature and about one place; they are part of the portal's own blueprint."""

from flask import Blueprint

from ckanext.binhduong.portal.feature.views import show_feature
from ckanext.binhduong.portal.place.views import show_place, show_places

__all__ = ["add_pages"]


def add_pages(blueprint: Blueprint) -> None:
    """Add ``/feature/<layer>/<id>``, ``/place`` and ``/place/<unit id>``."""
    blueprint.add_url_rule("/feature/<layer>/<path:feature_id>", endpoint="feature", view_func=show_feature)
    blueprint.add_url_rule("/place", endpoint="places", view_func=show_places)
    blueprint.add_url_rule("/place/<unit_id>", endpoint="place", view_func=show_place)
