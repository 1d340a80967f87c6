"""Vector tiles of the published layers: which tile, its statement, and the documents that lead to it."""
