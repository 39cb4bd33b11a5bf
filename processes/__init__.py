"""What runs: the gateway, the workers and their parent, the sender, the scheduler, and the supervisor that starts and watches them."""
