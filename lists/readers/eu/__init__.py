"""Readers of the European Union's consolidated financial sanctions list: XML 1.1 and the CSV 1.0 layout."""
