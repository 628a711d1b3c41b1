"""What lies between HTTP and the views: bodies, problem details, headers, ids, logs, and the OpenAPI glue."""
