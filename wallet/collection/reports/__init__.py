"""What was found about a credential, ready to be kept, shortened and shown."""
