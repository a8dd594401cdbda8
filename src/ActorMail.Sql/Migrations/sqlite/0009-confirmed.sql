-- Who wants to be told that somebody has confirmed a sign-up: once for each list they have joined by it.
alter table webhook_endpoints add column confirmed integer not null default 0;

create trigger webhook_confirmed after update of state on sign_ups
when new.state = 'confirmed' and old.state <> 'confirmed'
begin
    insert into webhook_outbox (endpoint, message, event, at, subscriber, list, next_at)
    select e.id, 'msg_' || lower(hex(randomblob(16))), 'subscriber.confirmed', cast(unixepoch('subsec') * 1000 as integer),
        new.subscriber, l.id, cast(unixepoch('subsec') * 1000 as integer)
    from webhook_endpoints e join lists l on instr(' ' || new.lists || ' ', ' ' || l.name || ' ') > 0
    where e.confirmed = 1 and e.disabled_why is null;
end;

pragma user_version = 9;
