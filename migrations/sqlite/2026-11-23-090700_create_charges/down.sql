-- Takes back: Invoices with gapless numbers, the closing of months, and the set-off of what is given in kind.

DROP TABLE set_offs;
DROP TABLE invoices;
DROP TABLE invoice_counters;
DROP TABLE period_closes;
