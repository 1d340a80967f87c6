"""What search engines are given."""
