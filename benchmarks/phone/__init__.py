"""What a phone on a slow network waits for: bytes, the largest paint, what moves under the finger, and the drawn map."""
