"""Headers of answers that several packages set: other origins, and what a page may load."""
