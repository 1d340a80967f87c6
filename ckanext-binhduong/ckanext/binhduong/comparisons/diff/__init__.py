"""What differs between two releases: canonical files in, an artefact of changes out. Knows no CKAN.

``columns`` compares what the tables are, ``load`` brings their rows into DuckDB, ``compare`` joins them, ``cells`` writes values and
distances, ``artefact`` is the file that comes of it and is read page by page.
"""
