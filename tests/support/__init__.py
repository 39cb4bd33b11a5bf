"""What tests share: databases, a conversation with the trained assistant, running processes."""
