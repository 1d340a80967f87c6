"""``/place/values``: every unit of a list side by side, by how many things of one kind it has: a map coloured by value, and a table."""
