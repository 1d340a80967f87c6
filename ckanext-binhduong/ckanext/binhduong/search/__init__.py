"""Finding datasets: Vietnamese words, shapes, units and facets, on Solr."""

__all__: list[str] = []
