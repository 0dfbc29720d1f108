"""Joins the framework to Pelican. Only the modules of this package import Pelican."""

from __future__ import annotations

from plugins.framework.wiring.handlers import connect

__all__ = ["connect"]
