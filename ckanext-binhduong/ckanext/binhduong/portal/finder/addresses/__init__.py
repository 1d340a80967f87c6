"""Addresses and crossings that people type, and the rows whose texts name them."""
