"""What was promised is brought to mind before its day: by mail, and on the officer's page."""
