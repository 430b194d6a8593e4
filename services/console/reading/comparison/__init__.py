"""The services' figures, receipts and scores beside the second reading's, item by item."""
