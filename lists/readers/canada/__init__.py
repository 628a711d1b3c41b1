"""Canada's consolidated list of autonomous sanctions (SEMA and JVCFOA), in its XML layout."""
