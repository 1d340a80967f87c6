"""The seed: reads ``datasets/`` (``files.py``, no CKAN) and brings the catalogue to it (``load.py``)."""
