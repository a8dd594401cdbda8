-- The last share of a limited relay's messages, in unix microseconds: they are given away up to next_at.
create table relay_pace (
    relay       text    primary key,
    from_at     bigint  not null,
    next_at     bigint  not null
);
