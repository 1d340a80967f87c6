"""What of a search's parameters reaches Solr: sizes, fields, syntax, functions."""
