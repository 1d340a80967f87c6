"""Each agency looks through its whole open-data list at set intervals and says so; everybody sees when it last did."""
