"""Property tests count what they find, and not how fast this machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("interactions", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("interactions")
