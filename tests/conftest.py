"""How many examples the laws are tried on."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=3000)
settings.register_profile("few", parent=settings.get_profile("default"), max_examples=15)
settings.load_profile("default")
