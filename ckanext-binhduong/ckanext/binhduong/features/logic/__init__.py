"""The package's actions and who may call them."""
