"""Filters of CKAN's ``datastore_search``: what null means, and which column a wrong value is about."""
