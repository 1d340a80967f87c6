"""Requests that are answered before Flask: anonymous, public layers only, by a pool of its own as the role geo_reader."""
