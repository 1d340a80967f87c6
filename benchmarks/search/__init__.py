"""`package_search` measured beside stock CKAN and ckanext-spatial; see README.md."""
