"""What the light path, the guards and the pages share: a request that is nobody's own, and one feature as a document."""
