-- Addresses that are to be confirmed. What is known of an address goes once it is confirmed or forgotten; its mark stays, so that the limits
-- of its mails hold. A mailbox has a row of its own, beside those of its addresses with a tag: who asks holds that one.
create table sign_ups (
    id           integer primary key autoincrement,
    mark         text    not null unique,
    mailbox      text    not null,
    address      text,
    address_key  text,
    lists        text    not null default '',
    round        integer not null default 1,
    state        text    not null default 'quiet',
    wishes       integer not null default 0,
    wanted_at    integer not null,              -- when the last mail was wished for
    mails        integer not null default 0,     -- begun since the last confirmation
    asked_at     integer,                       -- the last mail's own date
    mailed_at    integer,                       -- when it was begun or, once a relay took it, when that was
    due_at       integer,                       -- when it is to start or, with held_by, when its claim ends
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
create index sign_ups_mailbox on sign_ups (mailbox);
create index sign_ups_subscriber on sign_ups (subscriber) where subscriber is not null;

pragma user_version = 8;
