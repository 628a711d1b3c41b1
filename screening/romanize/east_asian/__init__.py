"""Chinese, Korean and Japanese names: Han, Hangul and kana, and how Cyrillic writes them."""
