"""The processes: web server, background worker and job queue, moderation commands; export, erasure and retention."""
