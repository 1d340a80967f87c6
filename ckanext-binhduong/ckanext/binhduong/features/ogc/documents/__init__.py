"""What the service says of itself and of its collections, as JSON, as OpenAPI and as pages."""
