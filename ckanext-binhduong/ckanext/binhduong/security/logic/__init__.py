"""Actions and authorization of this room: doors that CKAN leaves open."""
