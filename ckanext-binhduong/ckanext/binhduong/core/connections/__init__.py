"""Connections to the databases and to Redis: pools, the DataStore's transactions and locks, and a breaker for what does not answer."""
