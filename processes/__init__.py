"""What runs: the gateway, the workers and their parent, and the supervisor that starts and watches them."""
