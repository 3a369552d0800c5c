//! Delivery: the provider's monthly return, and the consumer's answer to each line of it.
