"""Names in the scripts of South and South-East Asia, whose consonants carry a vowel."""
