"""A second factor at sign-in: six digits from an app (TOTP, RFC 6238), or one of ten recovery codes."""
