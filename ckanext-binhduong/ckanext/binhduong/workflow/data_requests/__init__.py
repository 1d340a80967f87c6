"""Requests for data that are not published: what people ask for, by when an agency has to answer, and what it answered."""
