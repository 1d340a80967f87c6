"""How old data are and when they are promised anew: the one rule that cards, pages, facets, the API, DCAT and feeds read."""
