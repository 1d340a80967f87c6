"""Published layers: the views of the schema ``geo``, and their removal before a dataset leaves the public."""
