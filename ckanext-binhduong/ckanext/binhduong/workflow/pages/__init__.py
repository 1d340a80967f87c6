"""``/ke-hoach``: the publication plans, for everybody, and the forms of the agencies that keep them."""
