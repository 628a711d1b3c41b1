"""The engine's version: any change that can change a score, a hit or an explanation changes it."""

ENGINE_VERSION = "0.4.0"
