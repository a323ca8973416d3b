"""Reads and patches the parts of an .xlsx or .xlsm without touching the rest. Knows nothing of customers."""
