"""What is delivered: locks, wheel, image, proxies."""
