-- A round in one round trip (DESIGN 3). What RoundTransaction.cs does row by row is done set by set here, so that a round is about
-- ten statements whatever its size; the compliance suite and the model keep both equal.
-- Outcomes: 0 accepted, 1 deferred, 2 rejected, 3 skipped, 4 uncertain, 5 cancelled.
--
-- The arrays of a group are its columns; the slices to renew come each once. Gives the places (from 0) of the slices lost, and an
-- answer for each wish: 0 granted, 1 skipped, 2 already decided, 3 not sending, 4 lease lost.
--
-- Everything a wish depends on is locked before it is read, in the order posts, slices, subscribers, memberships, deliveries,
-- intents; a statement sees what was committed before it began.
--
-- Its statements are planned once a session (planning them for each round took three times as long as running them), when a table
-- may hold next to nothing that holds millions an hour later. So the plans must not depend on it: always by index, and by the whole
-- key (each key is looked up by itself, in a loop or a lateral "limit 1", or all by one number and by nothing else).
create or replace function commit_round(
    me bigint, node_name text, lease_ms bigint,
    held_posts bigint[], held_nos int[], held_epochs int[],
    ended_mailers int[], ended_posts bigint[], ended_nos int[], ended_epochs int[], ended_subscribers bigint[],
    ended_attempts int[], ended_outcomes int[], ended_ats bigint[], ended_dues bigint[], ended_codes int[],
    ended_enhanced text[], ended_replies text[], ended_relays text[],
    wish_mailers int[], wish_slices int[], wish_subscribers bigint[], wish_attempts int[], wish_revisions int[],
    done_posts bigint[], done_nos int[], done_epochs int[],
    out lost int[], out answers int[]) language plpgsql
    set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off as $$
#variable_conflict use_column
declare
    now_at bigint;
    kinds text[];
    node_id bigint;
    whys text[];
    members boolean[];
    decided deliveries[];
    late deliveries[];
    granted bigint;
    wanted bigint;
    -- What changed in the slices' tallies: the slice, the outcome a delivery had, and the one it has.
    moved_posts bigint[] := '{}';
    moved_nos int[] := '{}';
    moved_was int[] := '{}';
    moved_now int[] := '{}';
    skipped_posts bigint[];
    skipped_nos int[];
    slice record;
    finished boolean;
begin
    answers := '{}';
    if cardinality(wish_slices) > 0 then
        perform pg_advisory_xact_lock_shared(p.post)
            from (select distinct held_posts[w.slice] as post from unnest(wish_slices) w (slice) order by 1) p;
    end if;

    -- A finished slice counts as held, since the round that finished it may be repeated.
    select coalesce(array_agg(s.kind order by w.place) filter (where w.place is not null), '{}'),
            coalesce(array_agg(w.place - 1 order by w.place) filter (where w.place is not null and s.kind is null), '{}')
        into kinds, lost
        from (
            select w.post, w.no, w.epoch, w.place
            from unnest(held_posts, held_nos, held_epochs) with ordinality w (post, no, epoch, place)
            union all
            (select distinct w.post, w.no, null::int, null::bigint
            from unnest(ended_posts || done_posts, ended_nos || done_nos) w (post, no))
            order by 1, 2) w
        left join lateral (
            select case when s.holder = me and s.epoch = w.epoch then s.kind end as kind
            from slices s where s.post = w.post and s.no = w.no limit 1 for update) s on true;

    -- What decides whether a reader may be written to is read by the queries that lock it, so nothing overtakes it.
    if cardinality(wish_slices) > 0 then
        select array_agg(r.why order by w.place) into whys
            from unnest(wish_subscribers) with ordinality w (subscriber, place)
            left join (
                select s.id, case
                    when s.address is null then 'The reader was erased.'
                    when s.state = 'unsubscribed' then 'The reader has unsubscribed.'
                    when s.state = 'suppressed' then 'The address is suppressed.' else '' end as why
                from subscribers s where s.id = any (wish_subscribers) order by s.id for share) r on r.id = w.subscriber;
        with found as materialized (
            select w.place, m.id from unnest(wish_slices, wish_subscribers) with ordinality w (slice, subscriber, place)
            left join posts p on p.id = held_posts[w.slice]
            left join lateral (
                select m.id from memberships m
                where m.list = p.list and m.subscriber = w.subscriber and m.ended is null limit 1) m on true)
        select array_agg(coalesce(m.present, false) order by f.place) into members from found f
            left join (
                select m.id, m.ended is null as present from memberships m
                where m.id = any (array(select f.id from found f)) order by m.id for share) m on m.id = f.id;
    end if;

    now_at := now_ms();
    insert into names (name)
        select distinct n.name from unnest(ended_relays || node_name) n (name)
        where n.name is not null and not exists (select 1 from names known where known.name = n.name)
        on conflict do nothing;
    select n.id into strict node_id from names n where n.name = node_name;

    -- The intent is the token: only who removes it writes the outcome. No outcome: the delivery leaves no trace.
    if cardinality(ended_mailers) > 0 then
        with taken as (
            delete from intents i using (
                select distinct on (w.mailer, w.post, w.no, w.epoch, w.subscriber, w.attempt) w.*
                from unnest(ended_mailers, ended_posts, ended_nos, ended_epochs, ended_subscribers, ended_attempts)
                    with ordinality w (mailer, post, no, epoch, subscriber, attempt, place)
                order by w.mailer, w.post, w.no, w.epoch, w.subscriber, w.attempt, w.place) w
            where i.holder = me and i.mailer = w.mailer and i.post = w.post and i.slice = w.no and i.epoch = w.epoch
                and i.subscriber = w.subscriber and i.attempt = w.attempt
            returning w.place)
        select array_agg(e.decision order by e.place) filter (where e.taken),
                array_agg(e.decision order by e.place) filter (where not e.taken),
                coalesce(array_agg(e.post order by e.place) filter (where e.taken), '{}'),
                coalesce(array_agg(e.no order by e.place) filter (where e.taken), '{}'),
                coalesce(array_agg(e.outcome order by e.place) filter (where e.taken), '{}')
            into decided, late, moved_posts, moved_nos, moved_now
            from (
                select w.post, w.no, w.outcome, w.place, t.place is not null as taken,
                    row(w.post, w.subscriber, w.outcome, w.attempt, w.at, w.at, w.due, null, w.code, w.enhanced, w.reply, r.id,
                        node_id)::deliveries as decision
                from unnest(ended_posts, ended_nos, ended_subscribers, ended_attempts, ended_outcomes, ended_ats, ended_dues,
                    ended_codes, ended_enhanced, ended_replies, ended_relays) with ordinality
                    w (post, no, subscriber, attempt, outcome, at, due, code, enhanced, reply, relay, place)
                left join taken t on t.place = w.place
                left join names r on r.name = w.relay
                where w.outcome is not null) e;
        if decided is not null then
            moved_was := write_outcomes(decided);
        end if;
        if late is not null then
            -- Either written before (its round is repeated), or overtaken by a take-over.
            insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
                select w.post, w.subscriber, w.attempts, 'late', w.outcome, w.at, w.code, w.enhanced, w.reply, w.relay, w.node
                from unnest(late) w
                where not exists (
                        select 1 from deliveries d where d.post = w.post and d.subscriber = w.subscriber
                            and d.attempts = w.attempts and d.outcome = w.outcome and d.at = w.at)
                    and not exists (
                        select 1 from attempts a where a.post = w.post and a.subscriber = w.subscriber
                            and a.attempt = w.attempts and a.outcome = w.outcome and a.at = w.at)
                on conflict do nothing;
        end if;
    end if;

    -- Besides the answers: 5 grant it, 6 skip it, and what may not be: 7 the mailer is busy, 8 nobody has that number.
    if cardinality(wish_slices) > 0 then
        with wish as materialized (
            select w.place, w.mailer, held_posts[w.slice] as post, held_nos[w.slice] as no, held_epochs[w.slice] as epoch,
                w.subscriber, w.attempt, case
                    when kinds[w.slice] is null then 4
                    when i.mailer is not null then case
                        when i.post = held_posts[w.slice] and i.slice = held_nos[w.slice] and i.epoch = held_epochs[w.slice]
                            and i.subscriber = w.subscriber and i.attempt = w.attempt then 0 else 7 end
                    when p.id is null then 3
                    when whys[w.place] is null then 8
                    when case kinds[w.slice] when 'first' then d.post is not null
                            else d.claim is distinct from held_nos[w.slice] end
                        then case when d.outcome = 3 then 1 else 2 end
                    when whys[w.place] <> '' or not members[w.place] then 6
                    else 5 end as answer
            from unnest(wish_mailers, wish_slices, wish_subscribers, wish_attempts, wish_revisions)
                with ordinality w (mailer, slice, subscriber, attempt, revision, place)
            left join posts p on p.id = held_posts[w.slice] and p.status = 'sending' and p.revision = w.revision
            left join lateral (select i.* from intents i where i.holder = me and i.mailer = w.mailer limit 1) i on true
            left join lateral (
                select d.post, d.outcome, d.claim from deliveries d
                where d.post = held_posts[w.slice] and d.subscriber = w.subscriber limit 1) d on true),
        wanting as materialized (
            select distinct w.mailer, w.post, w.no, w.epoch, w.subscriber, w.attempt from wish w where w.answer = 5),
        granting as (
            insert into intents (holder, mailer, post, slice, epoch, subscriber, attempt, since)
            select me, w.mailer, w.post, w.no, w.epoch, w.subscriber, w.attempt, now_at from wanting w
            on conflict do nothing returning 1)
        select array_agg(w.answer order by w.place), (select count(*) from wanting), (select count(*) from granting)
            into answers, wanted, granted from wish w;

        if 8 = any (answers) then
            raise exception 'There is no such subscriber.' using errcode = 'AM001';
        elsif 7 = any (answers) then
            raise exception 'Mailer % has another message in flight.', wish_mailers[array_position(answers, 7)]
                using errcode = 'AM001';
        elsif granted < wanted then
            raise exception 'A message to that reader, or by that mailer, is in flight already.' using errcode = 'AM001';
        elsif 6 = any (answers) then
            select array_agg(s.decision order by s.place), array_agg(s.post order by s.place), array_agg(s.no order by s.place)
                into decided, skipped_posts, skipped_nos
                from (
                    select distinct on (held_posts[w.slice], w.subscriber) w.place, held_posts[w.slice] as post,
                        held_nos[w.slice] as no,
                        row(held_posts[w.slice], w.subscriber, 3, w.attempt - 1, null, now_at, null, null, 0, null,
                            case when whys[w.place] <> '' then whys[w.place] else 'The reader has left the list.' end,
                            null, node_id)::deliveries as decision
                    from unnest(wish_slices, wish_subscribers, wish_attempts) with ordinality w (slice, subscriber, attempt, place)
                    where answers[w.place] = 6
                    order by held_posts[w.slice], w.subscriber, w.place) s;
            moved_was := moved_was || write_outcomes(decided);
            moved_posts := moved_posts || skipped_posts;
            moved_nos := moved_nos || skipped_nos;
            moved_now := moved_now || array_fill(3, array[cardinality(decided)]);
        end if;
        answers := array_replace(array_replace(answers, 5, 0), 6, 1);
    end if;

    for slice in
        select m.post, m.no, bool_or(m.held) as held,
            count(*) filter (where m.next = 0) - count(*) filter (where m.was = 0) as accepted,
            count(*) filter (where m.next = 1) - count(*) filter (where m.was = 1) as deferred,
            count(*) filter (where m.next = 2) - count(*) filter (where m.was = 2) as rejected,
            count(*) filter (where m.next = 3) - count(*) filter (where m.was = 3) as skipped,
            count(*) filter (where m.next = 4) - count(*) filter (where m.was = 4) as uncertain,
            count(*) filter (where m.next = 5) - count(*) filter (where m.was = 5) as cancelled
        from (
            select h.post, h.no, true as held, null::int as was, null::int as next
            from unnest(held_posts, held_nos, kinds) h (post, no, kind) where h.kind is not null
            union all
            select c.post, c.no, false, c.was, c.next
            from unnest(moved_posts, moved_nos, moved_was, moved_now) c (post, no, was, next)) m
        group by m.post, m.no order by m.post, m.no
    loop
        update slices s set
            until = case when slice.held and s.state = 'open' then now_at + lease_ms else s.until end,
            accepted = s.accepted + slice.accepted, deferred = s.deferred + slice.deferred,
            rejected = s.rejected + slice.rejected, skipped = s.skipped + slice.skipped,
            uncertain = s.uncertain + slice.uncertain, cancelled = s.cancelled + slice.cancelled
        where s.post = slice.post and s.no = slice.no;
    end loop;

    -- A slice that is not finished after all is given back, so that nobody in it is forgotten.
    for place in 1 .. cardinality(done_posts) loop
        select case s.kind
                when 'first' then s.accepted + s.deferred + s.rejected + s.skipped + s.uncertain + s.cancelled >= s.audience
                else not exists (select 1 from deliveries d where d.post = s.post and d.claim = s.no) end
            into finished from slices s where s.post = done_posts[place] and s.no = done_nos[place];
        update slices s set
            state = case when finished then 'done' else s.state end,
            holder = case when finished then s.holder end,
            until = case when finished then s.until else 0 end
        where s.post = done_posts[place] and s.no = done_nos[place] and s.holder = me and s.epoch = done_epochs[place]
            and s.state = 'open';
    end loop;
end $$;
