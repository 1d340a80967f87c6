"""CQL2 (OGC 21-065r2): text and JSON read into one tree, and the tree written as SQL with every value bound."""
