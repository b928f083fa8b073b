"""Chapters by themselves: files of many tools, and times in a description."""
