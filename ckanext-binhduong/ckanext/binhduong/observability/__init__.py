"""Health, logs, and incidents: errors that reach a visitor with an id and the log with their cause."""
