"""Property tests measure behaviour, not the speed of the machine; ``--hypothesis-profile=thorough`` tries more."""

from hypothesis import HealthCheck, settings

settings.register_profile("cores", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("cores"), max_examples=5000)
settings.load_profile("cores")
