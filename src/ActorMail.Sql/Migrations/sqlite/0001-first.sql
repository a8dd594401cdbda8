-- The first schema. Times are unix milliseconds, UTC. See docs/decisions/0003-one-schema.md.

create table lists (
    id          integer primary key autoincrement,
    name        text    not null unique,
    created_at  integer not null
);

insert into lists (name, created_at) values ('default', cast(unixepoch('subsec') * 1000 as integer));

-- Erasing sets address, key and name to null; the row stays so that the books of old posts balance.
create table subscribers (
    id          integer primary key autoincrement,
    address     text,
    address_key text    unique,
    name        text,
    attributes  text    not null default '{}',
    state       text    not null check (state in ('active', 'unsubscribed', 'suppressed')),
    token_epoch integer not null default 0,
    created_at  integer not null,
    updated_at  integer not null
);

-- Joining and leaving take their numbers from this one row, in the order they commit.
create table membership_sequence (
    last        integer not null
);

insert into membership_sequence (last) values (0);

-- Rows are added and ended, never moved: the audience frozen at U is id <= U and (ended is null or ended > U), for ever.
create table memberships (
    id          integer primary key,
    list        integer not null references lists (id),
    subscriber  integer not null references subscribers (id),
    ended       integer,
    joined_at   integer not null,
    ended_at    integer
);

create unique index memberships_present on memberships (list, subscriber) where ended is null;
create index memberships_of on memberships (subscriber, list, ended);
create index memberships_audience on memberships (list, id, ended, subscriber);

-- Small and rewritten often (cursor, status); the author's words lie in contents, written once a revision.
create table posts (
    id              integer primary key,
    idempotency_key text    unique,
    request_hash    text    not null,
    list            integer not null references lists (id),
    revision        integer not null,
    version         integer not null,
    status          text    not null
                    check (status in ('draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    paused_because  text,
    created_at      integer not null,
    publish_at      integer,
    published_at    integer,
    finished_at     integer,
    audience_upto   integer,                    -- the membership sequence when sending first began
    cursor          integer not null default 0, -- the last membership cut into a slice
    slices          integer not null default 0, -- the highest slice number given
    totals          text                        -- json, once the books are closed
);

create index posts_status on posts (status, publish_at);

create table contents (
    post        integer primary key references posts (id),
    revision    integer not null,
    subject     text    not null,
    markdown    text,
    html        text,
    text        text,
    url         text
);

-- Tallies are changes: over all slices of a post they sum up to the present figures, so a retry slice may hold negative ones.
create table slices (
    post        integer not null,
    no          integer not null,
    kind        text    not null check (kind in ('first', 'retry')),
    first       integer not null,               -- memberships, both ends included; 0 for retry
    last        integer not null,
    audience    integer not null,               -- members counted when it was cut; 0 for retry
    holder      integer,
    epoch       integer not null,
    until       integer not null,
    leased_at   integer,
    state       text    not null check (state in ('open', 'done')),
    accepted    integer not null default 0,
    deferred    integer not null default 0,
    rejected    integer not null default 0,
    skipped     integer not null default 0,
    uncertain   integer not null default 0,
    cancelled   integer not null default 0,
    primary key (post, no)
) without rowid;

create index slices_open on slices (post, no) where state = 'open';

-- Outcomes: 0 accepted, 1 deferred, 2 rejected, 3 skipped, 4 uncertain, 5 cancelled.
create table deliveries (
    post         integer not null,
    subscriber   integer not null,
    outcome      integer not null,
    attempts     integer not null,
    first_at     integer,
    at           integer not null,
    next_attempt integer,                       -- when it is due again, and nobody has it
    claim        integer,                       -- the retry slice that has it
    code         integer,
    enhanced     text,
    reply        text,
    relay        integer,                       -- names.id
    node         integer,                       -- names.id
    primary key (post, subscriber)
) without rowid;

create index deliveries_due on deliveries (post, next_attempt) where next_attempt is not null;
create index deliveries_claimed on deliveries (post, claim) where claim is not null;

create table names (
    id          integer primary key,
    name        text    not null unique
);

create table intents (
    holder      integer not null,
    mailer      integer not null,
    post        integer not null,
    slice       integer not null,
    epoch       integer not null,
    subscriber  integer not null,
    attempt     integer not null,
    since       integer not null,
    primary key (holder, mailer)
) without rowid;

create unique index intents_one_a_delivery on intents (post, subscriber);

-- Only of deliveries that needed more than one. The note is 'late' for an outcome that came after a take-over.
create table attempts (
    post        integer not null,
    subscriber  integer not null,
    attempt     integer not null,
    note        text    not null,
    outcome     integer not null,
    at          integer not null,
    code        integer,
    enhanced    text,
    reply       text,
    relay       integer,
    node        integer,
    primary key (post, subscriber, attempt, note)
) without rowid;

create table incarnations (
    id          integer primary key autoincrement,
    node        text    not null,
    entered_at  integer not null
);

create table settings (
    key         text    primary key,
    value       blob    not null
) without rowid;

pragma user_version = 1;
