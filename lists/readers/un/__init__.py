"""The consolidated list of the United Nations Security Council, in its XML layout."""
