"""Reader of Switzerland's list, which the State Secretariat for Economic Affairs (SECO) publishes as XML."""
