"""Tables that an agency's system writes through the DataStore API: guards, changes, and releases of their content."""
