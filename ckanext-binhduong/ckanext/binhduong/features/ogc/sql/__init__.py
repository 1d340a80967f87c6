"""What is asked, as statements with every value bound."""
