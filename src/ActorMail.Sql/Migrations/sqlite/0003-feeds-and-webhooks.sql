-- Feeds that are read. What was seen in one is kept for ever, so that nothing is news twice.
create table feeds (
    name          text    primary key,
    begun_at      integer,                      -- when it was first seen
    horizon       integer,                      -- the oldest moment it showed then
    etag          text,
    last_modified text,
    polled_at     integer,
    next_at       integer not null,
    failures      integer not null default 0,
    fault         text,
    gone          integer not null default 0
) without rowid;

-- Fates: 0 backlog, 1 post, 2 old, 3 surplus, 4 refused.
create table feed_items (
    feed        text    not null,
    item        text    not null,
    fate        integer not null,
    post        integer,
    seen_at     integer not null,
    primary key (feed, item)
) without rowid;

-- Who wants to be told of what (1 or 0). The triggers below write what happens into the outbox, in the transaction in which it
-- happens, once for each endpoint that wants it.
create table webhook_endpoints (
    id            integer primary key autoincrement,
    url           text    not null unique,
    finished      integer not null,
    paused        integer not null,
    bounced       integer not null,
    unsubscribed  integer not null,
    disabled_why  text
);

create table webhook_outbox (
    id          integer primary key autoincrement,
    endpoint    integer not null references webhook_endpoints (id),
    message     text    not null,               -- webhook-id
    event       text    not null,
    at          integer not null,
    post        integer,
    subscriber  integer,
    list        integer,
    detail      text,                           -- totals, or why the post was paused
    attempts    integer not null default 0,
    next_at     integer,                        -- null once it has ended
    ended_at    integer,
    delivered   integer not null default 0,
    answer      text
);

create index webhook_outbox_due on webhook_outbox (endpoint, next_at) where next_at is not null;
create index webhook_outbox_ended on webhook_outbox (ended_at) where ended_at is not null;

create trigger webhook_finished after update of finished_at on posts
when new.finished_at is not null and old.finished_at is null
begin
    insert into webhook_outbox (endpoint, message, event, at, post, detail, next_at)
    select id, 'msg_' || lower(hex(randomblob(16))), 'post.finished', cast(unixepoch('subsec') * 1000 as integer), new.id, new.totals,
        cast(unixepoch('subsec') * 1000 as integer)
    from webhook_endpoints where finished = 1 and disabled_why is null;
end;

create trigger webhook_paused after update of status on posts
when new.status = 'paused' and old.status <> 'paused'
begin
    insert into webhook_outbox (endpoint, message, event, at, post, detail, next_at)
    select id, 'msg_' || lower(hex(randomblob(16))), 'post.paused', cast(unixepoch('subsec') * 1000 as integer), new.id,
        new.paused_because, cast(unixepoch('subsec') * 1000 as integer)
    from webhook_endpoints where paused = 1 and disabled_why is null;
end;

create trigger webhook_bounced_at_once after insert on deliveries
when new.outcome = 2 and new.code between 500 and 599
begin
    insert into webhook_outbox (endpoint, message, event, at, post, subscriber, next_at)
    select id, 'msg_' || lower(hex(randomblob(16))), 'delivery.bounced', cast(unixepoch('subsec') * 1000 as integer), new.post,
        new.subscriber, cast(unixepoch('subsec') * 1000 as integer)
    from webhook_endpoints where bounced = 1 and disabled_why is null;
end;

create trigger webhook_bounced_later after update of outcome on deliveries
when new.outcome = 2 and old.outcome <> 2 and new.code between 500 and 599
begin
    insert into webhook_outbox (endpoint, message, event, at, post, subscriber, next_at)
    select id, 'msg_' || lower(hex(randomblob(16))), 'delivery.bounced', cast(unixepoch('subsec') * 1000 as integer), new.post,
        new.subscriber, cast(unixepoch('subsec') * 1000 as integer)
    from webhook_endpoints where bounced = 1 and disabled_why is null;
end;

create trigger webhook_unsubscribed after update of ended on memberships
when new.ended is not null and old.ended is null
begin
    insert into webhook_outbox (endpoint, message, event, at, subscriber, list, next_at)
    select id, 'msg_' || lower(hex(randomblob(16))), 'subscriber.unsubscribed', cast(unixepoch('subsec') * 1000 as integer),
        new.subscriber, new.list, cast(unixepoch('subsec') * 1000 as integer)
    from webhook_endpoints where unsubscribed = 1 and disabled_why is null;
end;

pragma user_version = 3;
