"""Charts of a published table: what is drawn, counted in the database. The portal lays it out (`portal/charts`)."""
