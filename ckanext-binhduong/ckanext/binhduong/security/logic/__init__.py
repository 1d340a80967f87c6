"""Actions and authorization of this package: doors that CKAN leaves open."""
