-- The last share of a limited relay's messages, in unix microseconds: they are given away up to next_at.
create table relay_pace (
    relay       text    primary key,
    from_at     integer not null,
    next_at     integer not null
) without rowid;

-- When the cluster declared the run gone.
alter table incarnations add column ended_at integer;

pragma user_version = 2;
