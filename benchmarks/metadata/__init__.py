"""The whole catalogue for machines, beside ckanext-dcat's paged feed."""
