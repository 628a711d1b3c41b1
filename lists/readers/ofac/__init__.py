"""OFAC's lists (SDN and non-SDN consolidated), in the four layouts the Office publishes: CSV, XML, advanced XML, enhanced XML."""
