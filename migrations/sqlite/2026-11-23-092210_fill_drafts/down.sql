-- A quantity above nothing was always allowed: there is nothing to take back.

SELECT 1;
