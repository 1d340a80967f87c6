"""What an instance needs before it starts: system packages, the Python environment, Lighthouse for tests."""
