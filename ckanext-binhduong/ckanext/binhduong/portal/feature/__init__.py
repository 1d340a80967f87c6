"""``/feature``: the page of one row."""
