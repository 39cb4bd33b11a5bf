"""What runs: gateway, workers and their parent, sender, scheduler, and the supervisor that starts and watches them."""
