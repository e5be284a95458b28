"""A run told to people and machines: one HTML file, Markdown, JUnit XML (报告)."""
