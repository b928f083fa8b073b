"""Several podcasts as one."""
