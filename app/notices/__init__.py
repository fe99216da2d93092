"""THE POST ROOM: notices owed, their texts, and the gateways that carry them."""
