-- How many of a relay's messages a day (unix days, UTC) are given away, and how many were before the last share.
create table relay_days (
    relay       text    primary key,
    day         bigint  not null,
    used_before int     not null,
    used        int     not null
);

alter table relay_days set (fillfactor = 50);

-- The higher priority goes first.
alter table posts add column priority int not null default 0;

-- A canary (json), how many readers may be written to because of it (null: all), and when it has been watched long enough.
alter table posts add column canary text;
alter table posts add column released bigint;
alter table posts add column watched_until bigint;
