"""``/map``: the finder."""
