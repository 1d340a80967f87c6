"""A search as Solr gets it."""
