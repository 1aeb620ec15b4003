"""What users see in a browser: JupyterLab, formgrader, and the pages that the course writes."""
