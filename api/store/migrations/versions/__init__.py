"""One module for each migration, `rNNNN_what_it_does.py`, with the revision id `NNNN`."""
