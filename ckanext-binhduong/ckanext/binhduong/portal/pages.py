"""The addresses of the home page and of those about features, places, agencies, themes and officers, in the portal's own blueprint."""

from flask import Blueprint

from ckanext.binhduong.portal.embed.saved import show_saved_views
from ckanext.binhduong.portal.feature.views import show_feature
from ckanext.binhduong.portal.group_lists import show_agencies, show_themes
from ckanext.binhduong.portal.home_page import show_home
from ckanext.binhduong.portal.officer.views import show_office
from ckanext.binhduong.portal.place.values.views import show_values
from ckanext.binhduong.portal.place.views import compare_places, show_place, show_places
from ckanext.binhduong.portal.plan.views import show_plan
from ckanext.binhduong.portal.stations.views import compare_stations

__all__ = ["add_pages"]


def add_pages(blueprint: Blueprint) -> None:
    """Add ``/feature/<layer>/<id>``, ``/place``, ``/place/<unit id>``, ``/plan``, ``/co-quan``; in CKAN's place the home page and the
    lists of agencies and themes."""
    blueprint.add_url_rule("/feature/<layer>/<path:feature_id>", endpoint="feature", view_func=show_feature)
    blueprint.add_url_rule("/plan", endpoint="plan", view_func=show_plan)
    blueprint.add_url_rule("/place", endpoint="places", view_func=show_places)
    blueprint.add_url_rule("/place/compare", endpoint="compare_places", view_func=compare_places)
    blueprint.add_url_rule("/place/values", endpoint="place_values", view_func=show_values)
    blueprint.add_url_rule("/place/<unit_id>", endpoint="place", view_func=show_place)
    blueprint.add_url_rule("/station/compare", endpoint="compare_stations", view_func=compare_stations)
    blueprint.add_url_rule("/da-luu", endpoint="saved_views", view_func=show_saved_views)
    blueprint.add_url_rule("/co-quan", endpoint="office", view_func=show_office)
    # The same rules as CKAN's own, character for character: of two equal rules the plugin's wins.
    blueprint.add_url_rule("/", endpoint="home", view_func=show_home)
    blueprint.add_url_rule("/organization/", endpoint="agencies", view_func=show_agencies, strict_slashes=False)
    blueprint.add_url_rule("/group/", endpoint="themes", view_func=show_themes, strict_slashes=False)
