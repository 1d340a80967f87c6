"""A write that a client repeats under the same key is done once (draft-ietf-httpapi-idempotency-key-header-07)."""
