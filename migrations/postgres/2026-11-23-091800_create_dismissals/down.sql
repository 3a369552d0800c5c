-- Takes back: Suggestions that a body does not want to see again: an offer for its need, or a need for its offer.

DROP TABLE dismissed_suggestions;
