# Thin names for tools/dev.py, which does the work on every platform: `make test`, or `make test ARGS="-k merge"`.
PYTHON ?= python3

.PHONY: setup demo test lint bench bench-patch nightly lock pictures
setup demo test lint bench bench-patch nightly lock pictures:
	@$(PYTHON) tools/dev.py $@ $(ARGS)
