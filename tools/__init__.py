"""What a developer's machine and CI run; standard library only."""
