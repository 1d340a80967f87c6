"""The room's actions and who may call them."""
