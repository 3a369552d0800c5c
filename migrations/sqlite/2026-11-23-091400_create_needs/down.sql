-- Takes back: What bodies look for, with every version that was published.

DROP TABLE need_versions;
DROP TABLE needs;
