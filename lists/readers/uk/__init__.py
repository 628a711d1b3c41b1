"""Readers of the United Kingdom's lists: the UK Sanctions List (XML and tables) and OFSI's consolidated list."""
