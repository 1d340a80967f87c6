"""How much one request may hold and how many threads its kind may have; health answers beside them."""
