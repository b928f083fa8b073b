"""Made-up podcasts, stand-ins and servers that tests share."""
