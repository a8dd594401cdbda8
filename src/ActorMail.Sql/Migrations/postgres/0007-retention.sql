-- Accepted deliveries of an old post that are kept as this number only, and when they were taken out of the table.
alter table posts add column compacted bigint not null default 0;
alter table posts add column compacted_at bigint;
