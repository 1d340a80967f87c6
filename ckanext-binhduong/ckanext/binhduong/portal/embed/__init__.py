"""A view of a table, chart or map elsewhere: in a frame of another page, or in the list that a reader keeps in the browser."""
