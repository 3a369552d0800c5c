//! Offers of spare capacity: the taxonomy they are listed under, their versions, and the ledger of what is free.
