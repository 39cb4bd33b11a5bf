"""Stand-ins for Zalo and Telegram that speak their wire formats over HTTP and are as strict as they are.

Tests, the demo and whoever develops without tokens use them; how: docs/channels-demo.md.
"""
