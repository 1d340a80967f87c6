"""Sample rows of the seed catalogue: one module a dataset, invented, marked as such, the same bytes at every run."""
