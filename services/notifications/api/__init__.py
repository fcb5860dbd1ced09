"""HTTP: the delivery log, webhook endpoints, and the pages behind signed links."""
