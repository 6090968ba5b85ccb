"""What may be kept and for how long, and finding personal details in what people type. Pure."""
