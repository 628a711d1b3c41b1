"""Names in Arabic letters: rules and a table of names, and the networks of the extra `[arabic]`, worked in whole numbers."""
