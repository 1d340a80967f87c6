"""When data become public: a time for a private dataset, or for the next file of a public one, kept in PostgreSQL and carried out once."""
