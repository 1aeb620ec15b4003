"""Between a learning platform and the course: archives in, grades and feedback out."""
