"""Actions of the package ``metadata`` and who may call them."""
