"""report.html: a run as a page to read, to sift and to print, which loads nothing from anywhere."""
