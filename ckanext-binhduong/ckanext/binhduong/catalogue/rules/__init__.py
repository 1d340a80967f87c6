"""The rules behind the fields of the schemas, one module a rule. Import no CKAN."""
