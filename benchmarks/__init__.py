"""Measurements against the script an analyst would write; see docs/benchmarks.md."""
