"""What proves a record: canonical JSON, keys and signatures, the chain over the records, checkpoints, receipts, verification."""
