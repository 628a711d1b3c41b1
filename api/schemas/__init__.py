"""marshmallow schemas: what comes in, what goes out. They name no status and read no request."""
