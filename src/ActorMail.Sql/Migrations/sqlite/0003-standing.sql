-- Why a suppressed address is so; gone once it is released. Of one suppressed by an import there is none.
create table suppressions (
    subscriber  integer primary key,
    reason      text    not null check (reason in ('unknown', 'disabled', 'full', 'hand')),
    at          integer not null,
    post        integer,
    code        integer,
    enhanced    text,
    reply       text
);

-- What relays said of an address, once a post: 0 unknown, 1 disabled, 2 full.
create table address_faults (
    subscriber  integer not null,
    post        integer not null,
    fault       integer not null,
    at          integer not null,
    primary key (subscriber, post)
) without rowid;

-- Attempts that were not the reader's doing: the retry schedule does not see them.
create table uncounted_attempts (
    post        integer not null,
    subscriber  integer not null,
    attempt     integer not null,
    primary key (post, subscriber, attempt)
) without rowid;

pragma user_version = 3;
