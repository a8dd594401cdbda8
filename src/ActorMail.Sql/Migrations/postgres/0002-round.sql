-- A round in one round trip (DESIGN 3): the same steps as RoundTransaction.cs, kept equal by the compliance suite and the model.
-- Outcomes: 0 accepted, 1 deferred, 2 rejected, 3 skipped, 4 uncertain, 5 cancelled.

create function now_ms() returns bigint language sql volatile as $$
    select (extract(epoch from clock_timestamp()) * 1000)::bigint
$$;

-- Keeps an attempt at a delivery that needed more than one.
create function keep_attempt(
    of_post bigint, of_subscriber bigint, the_attempt int, the_note text, the_outcome int, ended_at bigint, reply_code int,
    reply_enhanced text, reply_text text, relay_id bigint, node_id bigint) returns void language plpgsql as $$
begin
    insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
    values (of_post, of_subscriber, the_attempt, the_note, the_outcome, ended_at, reply_code, reply_enhanced, reply_text,
        relay_id, node_id)
    on conflict do nothing;
end $$;

-- Writes an outcome into the delivery and its attempts; gives the outcome it had, null for none.
create function write_outcome(
    of_post bigint, of_subscriber bigint, the_outcome int, attempts_made int, first_ended_at bigint, ended_at bigint,
    due_at bigint, reply_code int, reply_enhanced text, reply_text text, relay_id bigint, node_id bigint)
returns int language plpgsql as $$
declare
    was int;
begin
    insert into deliveries (post, subscriber, outcome, attempts, first_at, at, next_attempt, code, enhanced, reply, relay, node)
    values (of_post, of_subscriber, the_outcome, attempts_made, first_ended_at, ended_at, due_at, reply_code, reply_enhanced,
        reply_text, relay_id, node_id)
    on conflict do nothing;
    if not found then
        select d.outcome into strict was from deliveries d where d.post = of_post and d.subscriber = of_subscriber for update;
        -- The first attempt is only kept once a second one follows, unless it says already that one will.
        insert into attempts (post, subscriber, attempt, note, outcome, at, code, enhanced, reply, relay, node)
        select d.post, d.subscriber, d.attempts, '', d.outcome, d.at, d.code, d.enhanced, d.reply, d.relay, d.node
        from deliveries d
        where d.post = of_post and d.subscriber = of_subscriber and d.attempts > 0 and d.outcome not in (3, 5)
        on conflict do nothing;
        update deliveries d set outcome = the_outcome, attempts = attempts_made,
            first_at = coalesce(d.first_at, first_ended_at), at = ended_at, next_attempt = due_at, claim = null,
            code = reply_code, enhanced = reply_enhanced, reply = reply_text, relay = relay_id, node = node_id
        where d.post = of_post and d.subscriber = of_subscriber;
    end if;

    if the_outcome in (1, 4) or (attempts_made > 1 and the_outcome <> 3) then
        perform keep_attempt(of_post, of_subscriber, attempts_made, '', the_outcome, ended_at, reply_code, reply_enhanced,
            reply_text, relay_id, node_id);
    end if;
    return was;
end $$;

-- The arrays of a group are its columns; the slices to renew come each once. Gives the places (from 0) of the slices lost, and an
-- answer for each wish: 0 granted, 1 skipped, 2 already decided, 3 not sending, 4 lease lost.
--
-- Everything a wish depends on is locked before it is read, in the order posts, slices, subscribers, memberships, deliveries,
-- intents; a statement sees what was committed before it began.
--
-- Its statements are planned once a session (planning them for each round took three times as long as running them), so the plans
-- must not depend on how little the tables held by then: always by index.
create function commit_round(
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
    open_intent intents;
    decided record;
    why text;
    item record;
    was int;
    -- What changed in the slices' tallies: the slice, the outcome a delivery had, and the one it has.
    moved_posts bigint[] := '{}';
    moved_nos int[] := '{}';
    moved_was int[] := '{}';
    moved_now int[] := '{}';
begin
    answers := '{}';
    perform pg_advisory_xact_lock_shared(p.post)
        from (select distinct held_posts[w.slice] as post from unnest(wish_slices) w (slice) order by 1) p;
    perform 1 from slices s
        where (s.post, s.no) in (
            select w.post, w.no from unnest(held_posts || ended_posts || done_posts, held_nos || ended_nos || done_nos) w (post, no))
        order by s.post, s.no for update;

    -- What decides whether a reader may be written to is read by the queries that lock it, so nothing overtakes it.
    select array_agg(r.why order by w.place) into whys
        from unnest(wish_subscribers) with ordinality w (subscriber, place)
        left join (
            select s.id, case
                when s.address is null then 'The reader was erased.'
                when s.state = 'unsubscribed' then 'The reader has unsubscribed.'
                when s.state = 'suppressed' then 'The address is suppressed.' else '' end as why
            from subscribers s where s.id = any (wish_subscribers) order by s.id for share) r on r.id = w.subscriber;
    select array_agg(m.list is not null order by w.place) into members
        from unnest(wish_slices, wish_subscribers) with ordinality w (slice, subscriber, place)
        left join posts p on p.id = held_posts[w.slice]
        left join (
            select m.list, m.subscriber from memberships m
            where m.subscriber = any (wish_subscribers) and m.ended is null order by m.id for share) m
            on m.list = p.list and m.subscriber = w.subscriber;

    now_at := now_ms();
    insert into names (name)
        select distinct n.name from unnest(ended_relays || node_name) n (name)
        where n.name is not null and not exists (select 1 from names known where known.name = n.name)
        on conflict do nothing;
    select n.id into strict node_id from names n where n.name = node_name;

    -- A finished slice counts as held, since the round that finished it may be repeated.
    with renewed as (
        update slices s set until = case when s.state = 'open' then now_at + lease_ms else s.until end
        from unnest(held_posts, held_nos, held_epochs) w (post, no, epoch)
        where s.post = w.post and s.no = w.no and s.holder = me and s.epoch = w.epoch
        returning s.post, s.no, s.epoch, s.kind)
    select array_agg(r.kind order by w.place), coalesce(array_agg(w.place - 1 order by w.place) filter (where r.kind is null), '{}')
        into kinds, lost
        from unnest(held_posts, held_nos, held_epochs) with ordinality w (post, no, epoch, place)
        left join renewed r on r.post = w.post and r.no = w.no and r.epoch = w.epoch;

    -- The intent is the token: only who removes it writes the outcome. No outcome: the delivery leaves no trace.
    for item in
        select w.*, r.id as relay_id
        from unnest(ended_mailers, ended_posts, ended_nos, ended_epochs, ended_subscribers, ended_attempts, ended_outcomes,
            ended_ats, ended_dues, ended_codes, ended_enhanced, ended_replies, ended_relays)
            with ordinality w (mailer, post, no, epoch, subscriber, attempt, outcome, at, due, code, enhanced, reply, relay, place)
        left join names r on r.name = w.relay
        order by w.place
    loop
        delete from intents i where i.holder = me and i.mailer = item.mailer and i.post = item.post and i.slice = item.no
            and i.epoch = item.epoch and i.subscriber = item.subscriber and i.attempt = item.attempt;
        if item.outcome is null then
            continue;
        elsif found then
            was := write_outcome(item.post, item.subscriber, item.outcome, item.attempt, item.at, item.at, item.due, item.code,
                item.enhanced, item.reply, item.relay_id, node_id);
            moved_posts := moved_posts || item.post;
            moved_nos := moved_nos || item.no;
            moved_was := array_append(moved_was, was);
            moved_now := moved_now || item.outcome;
        elsif not exists (
                select 1 from deliveries d where d.post = item.post and d.subscriber = item.subscriber
                    and d.attempts = item.attempt and d.outcome = item.outcome and d.at = item.at
                union all
                select 1 from attempts a where a.post = item.post and a.subscriber = item.subscriber
                    and a.attempt = item.attempt and a.outcome = item.outcome and a.at = item.at) then
            perform keep_attempt(item.post, item.subscriber, item.attempt, 'late', item.outcome, item.at, item.code,
                item.enhanced, item.reply, item.relay_id, node_id);
        end if;
    end loop;

    for item in
        select w.mailer, w.subscriber, w.attempt, w.place, held_posts[w.slice] as post, held_nos[w.slice] as no,
            held_epochs[w.slice] as epoch, kinds[w.slice] as kind, p.id is not null as sending
        from unnest(wish_mailers, wish_slices, wish_subscribers, wish_attempts, wish_revisions)
            with ordinality w (mailer, slice, subscriber, attempt, revision, place)
        left join posts p on p.id = held_posts[w.slice] and p.status = 'sending' and p.revision = w.revision
        order by w.place
    loop
        if item.kind is null then
            answers := answers || 4;
            continue;
        end if;

        select * into open_intent from intents i where i.holder = me and i.mailer = item.mailer;
        if found then
            if (open_intent.post, open_intent.slice, open_intent.epoch, open_intent.subscriber, open_intent.attempt)
                <> (item.post, item.no, item.epoch, item.subscriber, item.attempt) then
                raise exception 'Mailer % has another message in flight.', item.mailer using errcode = 'AM001';
            end if;
            answers := answers || 0;
            continue;
        end if;

        if not item.sending then
            answers := answers || 3;
            continue;
        end if;

        if whys[item.place] is null then
            raise exception 'There is no such subscriber.' using errcode = 'AM001';
        end if;
        select d.outcome, d.claim into decided from deliveries d where d.post = item.post and d.subscriber = item.subscriber;
        if (case when item.kind = 'first' then decided.outcome is not null else decided.claim is distinct from item.no end) then
            answers := answers || case when decided.outcome = 3 then 1 else 2 end;
            continue;
        end if;

        why := case when whys[item.place] <> '' then whys[item.place]
            when not members[item.place] then 'The reader has left the list.' end;
        if why is not null then
            was := write_outcome(item.post, item.subscriber, 3, item.attempt - 1, null, now_at, null, 0, null, why, null, node_id);
            moved_posts := moved_posts || item.post;
            moved_nos := moved_nos || item.no;
            moved_was := array_append(moved_was, was);
            moved_now := moved_now || 3;
            answers := answers || 1;
            continue;
        end if;

        insert into intents (holder, mailer, post, slice, epoch, subscriber, attempt, since)
            values (me, item.mailer, item.post, item.no, item.epoch, item.subscriber, item.attempt, now_at)
            on conflict do nothing;
        if not found then
            raise exception 'A message to that reader is in flight already.' using errcode = 'AM001';
        end if;
        answers := answers || 0;
    end loop;

    update slices s set accepted = s.accepted + t.accepted, deferred = s.deferred + t.deferred,
            rejected = s.rejected + t.rejected, skipped = s.skipped + t.skipped, uncertain = s.uncertain + t.uncertain,
            cancelled = s.cancelled + t.cancelled
        from (
            select m.post, m.no,
                count(*) filter (where m.next = 0) - count(*) filter (where m.was = 0) as accepted,
                count(*) filter (where m.next = 1) - count(*) filter (where m.was = 1) as deferred,
                count(*) filter (where m.next = 2) - count(*) filter (where m.was = 2) as rejected,
                count(*) filter (where m.next = 3) - count(*) filter (where m.was = 3) as skipped,
                count(*) filter (where m.next = 4) - count(*) filter (where m.was = 4) as uncertain,
                count(*) filter (where m.next = 5) - count(*) filter (where m.was = 5) as cancelled
            from unnest(moved_posts, moved_nos, moved_was, moved_now) m (post, no, was, next) group by m.post, m.no) t
        where s.post = t.post and s.no = t.no;

    -- A slice that is not finished after all is given back, so that nobody in it is forgotten.
    update slices s set
            state = case when t.finished then 'done' else s.state end,
            holder = case when t.finished then s.holder end,
            until = case when t.finished then s.until else 0 end
        from (
            select d.post, d.no, d.epoch, case d.kind
                when 'first' then d.accepted + d.deferred + d.rejected + d.skipped + d.uncertain + d.cancelled >= d.audience
                else not exists (select 1 from deliveries c where c.post = d.post and c.claim = d.no) end as finished
            from slices d) t
        join unnest(done_posts, done_nos, done_epochs) w (post, no, epoch)
            on w.post = t.post and w.no = t.no and w.epoch = t.epoch
        where s.post = t.post and s.no = t.no and s.holder = me and s.epoch = t.epoch and s.state = 'open';
end $$;
