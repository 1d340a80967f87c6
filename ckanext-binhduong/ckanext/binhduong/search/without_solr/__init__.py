"""A search while Solr is slow or down: title and tags, from the database."""
