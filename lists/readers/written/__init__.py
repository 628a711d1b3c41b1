"""Facts that publishers write as text: dates in words, numbered enumerations, places, document numbers."""
