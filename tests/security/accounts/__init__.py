"""Tests of accounts: passwords, what ends with them, mail, known browsers, who sees whom."""
