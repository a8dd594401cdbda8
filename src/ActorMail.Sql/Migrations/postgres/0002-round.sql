-- What a round (0008) is made of.
-- Outcomes: 0 accepted, 1 deferred, 2 rejected, 3 skipped, 4 uncertain, 5 cancelled.

create function now_ms() returns bigint language sql volatile as $$
    select (extract(epoch from clock_timestamp()) * 1000)::bigint
$$;

-- Writes what was decided of deliveries, each there once, and gives the outcome each had, null for none. A decision's attempts is
-- the number of the attempt that ended, too; its first_at counts if there is none yet.
create function write_outcomes(decided deliveries[]) returns int[] language plpgsql as $$
declare
    places bigint[];
    place bigint;
    one deliveries;
    old_outcome int;
    was int[] := array_fill(null::int, array[cardinality(decided)]);
begin
    with added as (
        insert into deliveries select w.* from unnest(decided) w on conflict do nothing returning post, subscriber)
    select coalesce(array_agg(w.place order by w.place), '{}') into places
        from unnest(decided) with ordinality w (post, subscriber, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, place)
        where not exists (select 1 from added a where a.post = w.post and a.subscriber = w.subscriber);

    foreach place in array places loop
        one := decided[place];
        select d.outcome into strict old_outcome from deliveries d
            where d.post = one.post and d.subscriber = one.subscriber for update;
        was[place] := old_outcome;
        -- The first attempt is only kept once a second one follows, unless it says already that one will.
        insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
            select d.post, d.subscriber, d.attempts, '', d.outcome, d.at, d.code, d.enhanced, d.reply, d.relay, d.node
            from deliveries d
            where d.post = one.post and d.subscriber = one.subscriber and d.attempts > 0 and d.outcome not in (3, 5)
            on conflict do nothing;
        update deliveries d set outcome = one.outcome, attempts = one.attempts, first_at = coalesce(d.first_at, one.first_at),
                at = one.at, next_attempt = one.next_attempt, claim = null, code = one.code, enhanced = one.enhanced,
                reply = one.reply, relay = one.relay, node = one.node
            where d.post = one.post and d.subscriber = one.subscriber;
    end loop;

    if exists (select 1 from unnest(decided) w where w.outcome in (1, 4) or (w.attempts > 1 and w.outcome <> 3)) then
        insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
            select w.post, w.subscriber, w.attempts, '', w.outcome, w.at, w.code, w.enhanced, w.reply, w.relay, w.node
            from unnest(decided) w where w.outcome in (1, 4) or (w.attempts > 1 and w.outcome <> 3)
            on conflict do nothing;
    end if;
    return was;
end $$;
