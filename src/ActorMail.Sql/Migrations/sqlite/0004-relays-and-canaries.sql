-- How many of a relay's messages a day (unix days, UTC) are given away, and how many were before the last share.
create table relay_days (
    relay       text    primary key,
    day         integer not null,
    used_before integer not null,
    used        integer not null
) without rowid;

-- The higher priority goes first.
alter table posts add column priority integer not null default 0;

-- A canary (json), how many readers may be written to because of it (null: all), and when it has been watched long enough.
alter table posts add column canary text;
alter table posts add column released integer;
alter table posts add column watched_until integer;

pragma user_version = 4;
