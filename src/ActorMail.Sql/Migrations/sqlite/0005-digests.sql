-- Posts that write themselves, from what was published to a list (source).
create table digests (
    id          integer primary key autoincrement,
    name        text    not null unique,
    list        integer not null references lists (id),
    source      integer not null references lists (id),
    cron        text    not null,
    zone        text    not null,
    subject     text    not null,
    intro       text,
    created_at  integer not null,
    next_at     integer not null
);

-- One a due time that had something new; open until it has its post or its fault. A digest's end leaves them, because no digest
-- collects what another one wrote.
create table digest_issues (
    key         text    primary key,            -- the post's idempotency key
    digest      integer not null,
    due_at      integer not null,
    post        integer,
    fault       text
) without rowid;

create index digest_issues_of on digest_issues (digest, due_at);
create index digest_issues_open on digest_issues (due_at) where post is null and fault is null;

-- What each digest has collected, and in which issue.
create table digest_posts (
    digest      integer not null,
    post        integer not null,
    issue       text    not null,
    primary key (digest, post)
) without rowid;

pragma user_version = 5;
