"""What is concluded and shown: statistics, feedback, figures and PDF. No web, no database."""
