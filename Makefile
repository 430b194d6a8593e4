# Names that contributors type; each is ./motcua, which does the work.
.PHONY: help check test demo proto lock
help: ; @./motcua --help
check: ; @./motcua check
test: ; @./motcua test
demo: ; @./motcua demo
proto: ; @./motcua proto
lock: ; @./motcua lock
