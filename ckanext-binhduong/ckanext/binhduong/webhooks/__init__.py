"""Webhooks: what becomes public, changes or goes is sent to addresses that accounts and agencies gave, signed, and tried again."""
