"""Every sentence that the window shows, in German and English."""
