"""The parts of `benchmarks.bulk`: the customers, the run and its memory, and what it is held against."""
