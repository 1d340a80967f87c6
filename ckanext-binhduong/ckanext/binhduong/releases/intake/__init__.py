"""An uploaded file within its request: received, looked at, checked without being published."""
