"""The places that a search of datasets asks for: named, typed or drawn, as filters and as ranks."""
