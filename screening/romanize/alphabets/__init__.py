"""Names in Cyrillic, Greek, Armenian, Georgian and Hebrew letters, and in Latin ones with marks."""
