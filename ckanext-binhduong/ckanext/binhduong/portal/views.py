"""Pages of the portal that CKAN does not have."""

from flask import Blueprint

from ckanext.binhduong.portal.api_docs.views import binhduong_docs
from ckanext.binhduong.portal.charts.views import show_chart
from ckanext.binhduong.portal.closed_pages import answer_closed
from ckanext.binhduong.portal.dataset.views import show_citation
from ckanext.binhduong.portal.design import binhduong_design
from ckanext.binhduong.portal.embed.views import show_embedded
from ckanext.binhduong.portal.finder.views import show_card, show_finder, show_point
from ckanext.binhduong.portal.maps.views import show_rows
from ckanext.binhduong.portal.pages import add_pages
from ckanext.binhduong.portal.printing.views import show_code
from ckanext.binhduong.portal.search_engines.views import binhduong_search_engines
from ckanext.binhduong.portal.share.views import show_card as show_dataset_card
from ckanext.binhduong.portal.share.views import show_short
from ckanext.binhduong.portal.upload.views import binhduong_upload

__all__ = ["binhduong_design", "binhduong_docs", "binhduong_search_engines", "binhduong_upload", "portal"]

portal = Blueprint("binhduong", __name__)
portal.before_app_request(answer_closed)
add_pages(portal)
portal.add_url_rule("/map", endpoint="finder", view_func=show_finder)
portal.add_url_rule("/map/card/<layer>/<path:feature_id>", endpoint="finder_card", view_func=show_card)
portal.add_url_rule("/map/rows/<resource_id>", endpoint="map_rows", view_func=show_rows)
portal.add_url_rule("/map/point", endpoint="finder_point", view_func=show_point)
portal.add_url_rule("/print/code.svg", endpoint="print_code", view_func=show_code)
portal.add_url_rule("/dataset/<id>/resource/<resource_id>/chart.<ext>", endpoint="chart", view_func=show_chart)
portal.add_url_rule("/dataset/<id>/resource/<resource_id>/embed", endpoint="embed", view_func=show_embedded)
portal.add_url_rule("/dataset/<id>/citation.<ext>", endpoint="citation", view_func=show_citation)
portal.add_url_rule("/dataset/<id>/card.png", endpoint="dataset_card", view_func=show_dataset_card)
portal.add_url_rule("/d/<code>", endpoint="short", view_func=show_short)
