"""Files that carry credentials: pictures, PDF and ZIP; taken out and put in."""
