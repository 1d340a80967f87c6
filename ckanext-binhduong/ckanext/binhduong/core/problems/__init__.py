"""Errors of arguments and of requests: their texts in Vietnamese and English, and the answers made of them."""
