"""What guards every request: sessions, CSRF, limits, bounds, headers, CORS, tokens."""
