"""Metadata for machines: the DCAT-AP 3.0.1 profile of datasets and of the catalogue."""

__all__: list[str] = []
