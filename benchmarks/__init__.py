"""Speed and memory, measured in one run with one command: ``python -m benchmarks``."""
