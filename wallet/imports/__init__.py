"""What is handed in becomes credentials and documents: kept first, looked at afterwards."""
