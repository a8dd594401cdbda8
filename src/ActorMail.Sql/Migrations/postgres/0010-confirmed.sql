-- Who wants to be told that somebody has confirmed a sign-up: once for each list they have joined by it.
alter table webhook_endpoints add column confirmed int not null default 0;

create function webhook_confirmed() returns trigger language plpgsql as $$
begin
    insert into webhook_outbox (endpoint, message, event, at, subscriber, list, next_at)
        select e.id, new_webhook_id(), 'subscriber.confirmed', now_ms(), new.subscriber, l.id, now_ms()
        from webhook_endpoints e join lists l on l.name = any (string_to_array(new.lists, ' '))
        where e.confirmed = 1 and e.disabled_why is null;
    return null;
end $$;

create trigger webhook_confirmed after update of state on sign_ups for each row
    when (new.state = 'confirmed' and old.state <> 'confirmed') execute function webhook_confirmed();
