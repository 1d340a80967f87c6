"""Actions on publication plans."""
