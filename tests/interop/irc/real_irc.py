"""The former name of the package `real`."""

from real import *  # noqa: F401,F403
