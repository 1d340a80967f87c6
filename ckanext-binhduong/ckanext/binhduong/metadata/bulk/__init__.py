"""The whole catalogue in one answer: each public dataset serialised once when it changes, kept, and streamed."""
