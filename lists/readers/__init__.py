"""Readers of the official list formats: each streams a publisher's files into `DesignatedParty`, whole or not at all."""
