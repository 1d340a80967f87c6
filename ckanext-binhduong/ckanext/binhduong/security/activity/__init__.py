"""CKAN's activity stream, bounded by what its reader may see now."""
