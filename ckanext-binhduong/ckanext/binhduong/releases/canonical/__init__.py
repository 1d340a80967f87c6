"""The canonical file of a release: one GeoParquet file from which downloads and differences are made."""
