"""OGC API - Records: the public datasets as records that catalogue clients search."""
