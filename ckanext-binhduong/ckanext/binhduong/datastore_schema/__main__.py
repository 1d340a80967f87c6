"""``python -m ckanext.binhduong.datastore_schema``: upgrade the databases whose addresses stand in ``DATASTORE_URLS``, a line each."""

import os

from ckanext.binhduong.datastore_schema.upgrade import upgrade

if __name__ == "__main__":
    for address in os.environ["DATASTORE_URLS"].split():
        upgrade(address)
