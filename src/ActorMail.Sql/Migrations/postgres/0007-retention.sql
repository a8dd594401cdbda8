-- Accepted deliveries of an old post that are kept as this number only, and when they were taken out of the table.
alter table posts add column compacted bigint not null default 0;
alter table posts add column compacted_at bigint;

-- Finds the next post to compact among all that were sent.
create index posts_to_compact on posts (status, finished_at, id) where compacted_at is null or compacted_at < finished_at;
