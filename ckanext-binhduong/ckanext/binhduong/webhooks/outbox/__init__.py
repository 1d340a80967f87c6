"""From what is public to what was sent: events, signatures, deliveries, attempts."""
