"""What it costs to start a background job."""
