"""The API's own documentation: one table of what it offers, served as OpenAPI and as pages."""
