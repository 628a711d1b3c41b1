"""What `benchmarks/speed.py` measures, one module a subject. Every figure of a peer is taken in the same run as ours."""
