"""What is right and wrong about rows: models, rules, names, duplicates, cadence. Pure: no I/O, no clock."""
