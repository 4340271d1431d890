"""How many examples the laws are tried on, and what is measured."""

import os

from hypothesis import HealthCheck, settings

if "PYTEST_XDIST_WORKER" in os.environ:
    # A worker is measured by now; the programs that tests start load what they load alone.
    os.environ.pop("COVERAGE_PROCESS_START", None)

settings.register_profile(
    "default", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=3000)
settings.register_profile("few", parent=settings.get_profile("default"), max_examples=15)
settings.load_profile("default")
