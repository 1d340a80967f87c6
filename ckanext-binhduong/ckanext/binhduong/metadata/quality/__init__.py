"""How good a dataset's metadata are: the points of the Metadata Quality Assessment, DCAT-AP's shapes, and what to fix first."""
