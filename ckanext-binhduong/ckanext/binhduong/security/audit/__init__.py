"""The audit log: every write, refusal and sign-in, in rows that are only added and chained by their hashes."""
