"""One module a file format. Knows no CKAN."""
