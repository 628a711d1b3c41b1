"""The parts of `benchmarks/accuracy.py`: data, distortions, questions asked of the engine, statistics and the report."""
