-- Addresses that are to be confirmed. What is known of an address goes once it is confirmed or forgotten; its mark stays, so that the limits
-- of its mails hold. due_at: when a mail is to start or, with held_by, when its claim ends.
create table sign_ups (
    id           integer primary key autoincrement,
    mark         text    not null unique,
    address      text,
    address_key  text,
    name         text,
    lists        text    not null default '',
    round        integer not null default 1,
    state        text    not null default 'quiet',
    wanted_at    integer not null,
    mails        integer not null default 0,     -- since the last confirmation
    mailed_at    integer,                      -- when a relay last took one
    asked_at     integer,                      -- when the last mail was asked for: its own date
    due_at       integer,
    held_by      text,
    attempts     integer not null default 0,
    doubts       integer not null default 0,
    reply        text,
    confirmed_at integer,
    subscriber   integer
);

create index sign_ups_due on sign_ups (due_at) where due_at is not null;
create index sign_ups_open on sign_ups (id) where address is not null;
create index sign_ups_address on sign_ups (address_key) where address_key is not null;

pragma user_version = 8;
