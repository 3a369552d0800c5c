-- An offer that was never published and is withdrawn leaves the state in which a quantity of nothing is allowed. What it
-- would list is filled in when it is published, so any quantity does until then.

UPDATE offers SET quantity_per_month = 10000 WHERE quantity_per_month = 0;
