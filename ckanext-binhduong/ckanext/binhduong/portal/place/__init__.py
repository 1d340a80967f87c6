"""``/place``: the pages of administrative units."""
