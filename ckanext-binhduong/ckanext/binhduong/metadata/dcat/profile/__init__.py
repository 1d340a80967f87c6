"""The profile of DCAT-AP 3.0.1 that the portal's RDF follows."""

from ckanext.binhduong.metadata.dcat.profile.nodes import publisher_names
from ckanext.binhduong.metadata.dcat.profile.profile import BinhDuongProfile

__all__ = ["BinhDuongProfile", "publisher_names"]
