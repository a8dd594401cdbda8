-- Accepted deliveries of an old post that are kept as this number only, and when they were taken out of the table.
alter table posts add column compacted integer not null default 0;
alter table posts add column compacted_at integer;

pragma user_version = 7;
