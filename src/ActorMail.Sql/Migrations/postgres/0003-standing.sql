-- Why a suppressed address is so; gone once it is released. Of one suppressed by an import there is none.
create table suppressions (
    subscriber  bigint  primary key,
    reason      text    not null check (reason in ('unknown', 'disabled', 'full', 'hand')),
    at          bigint  not null,
    post        bigint,
    code        int,
    enhanced    text,
    reply       text
);

-- What relays said of an address, once a post: 0 unknown, 1 disabled, 2 full.
create table address_faults (
    subscriber  bigint  not null,
    post        bigint  not null,
    fault       int     not null,
    at          bigint  not null,
    primary key (subscriber, post)
);

-- Attempts that were not the reader's doing: the retry schedule does not see them.
create table uncounted_attempts (
    post        bigint  not null,
    subscriber  bigint  not null,
    attempt     int     not null,
    primary key (post, subscriber, attempt)
);

-- What the outcomes of a round say beyond their deliveries (OutcomeMarks.cs does the same row by row): written before the round in
-- its transaction, so that readers are locked before deliveries, as by everybody else. Gives true, to be waited for.
create function note_marks(
    heard_subscribers bigint[], heard_posts bigint[], heard_faults int[], heard_ats bigint[], heard_codes int[],
    heard_enhanced text[], heard_replies text[], needed_posts int[], needed_ms bigint[],
    spared_posts bigint[], spared_subscribers bigint[], spared_attempts int[]) returns boolean language plpgsql as $$
declare
    heard record;
    times bigint;
    over_ms bigint;
begin
    insert into uncounted_attempts (post, subscriber, attempt)
        select * from unnest(spared_posts, spared_subscribers, spared_attempts) on conflict do nothing;

    for heard in
        select * from unnest(heard_subscribers, heard_posts, heard_faults, heard_ats, heard_codes, heard_enhanced, heard_replies,
            needed_posts, needed_ms) h (subscriber, post, fault, at, code, enhanced, reply, posts, ms)
        order by h.subscriber, h.at
    loop
        perform 1 from subscribers s where s.id = heard.subscriber for update;
        insert into address_faults (subscriber, post, fault, at)
            values (heard.subscriber, heard.post, heard.fault, heard.at)
            on conflict (subscriber, post) do update set fault = excluded.fault, at = excluded.at;
        -- What was accepted since shows that the mailbox worked again.
        select count(*), coalesce(max(f.at) - min(f.at), 0) into times, over_ms from address_faults f
            where f.subscriber = heard.subscriber and f.fault = heard.fault and (heard.posts = 1 or not exists (
                select 1 from posts p cross join lateral (
                    select 1 from deliveries d where d.post = p.id and d.subscriber = heard.subscriber
                        and d.outcome = 0 and d.at > f.at limit 1) d));
        if times < heard.posts or over_ms < heard.ms then
            continue;
        end if;
        update subscribers s set state = 'suppressed', updated_at = now_ms()
            where s.id = heard.subscriber and s.state = 'active';
        if found then
            insert into suppressions (subscriber, reason, at, post, code, enhanced, reply)
                values (heard.subscriber, (array['unknown', 'disabled', 'full'])[heard.fault + 1], heard.at, heard.post,
                    heard.code, heard.enhanced, heard.reply)
                on conflict (subscriber) do update set reason = excluded.reason, at = excluded.at, post = excluded.post,
                    code = excluded.code, enhanced = excluded.enhanced, reply = excluded.reply;
        end if;
    end loop;
    return true;
end $$;
