"""The roles of an agency's members, as capacities of CKAN's, and who holds them."""
