"""``/co-quan``, an officer's home: the datasets of their agencies, what waits for them, uploads they have not finished."""
