-- One script for both databases. What differs is filled in: $number$ (a key that counts up), $ordinal$ (texts compared by code point).
-- Times are milliseconds since 1970.

-- Counts every change of items, settings, keys and models. Whoever writes one of them takes his numbers here first, and holds the row
-- until he commits: numbers become visible in their order, so that who has seen N misses nothing below N.
create table change_counter (
    value bigint not null
);
insert into change_counter (value) values (0);

-- An item without a document has been deleted; it stays, so that the others learn of it.
create table items (
    id text $ordinal$ primary key,
    document text,
    revision bigint not null unique,
    updated bigint not null
);

create table interactions (
    number $number$,
    id text $ordinal$ not null unique,
    user_id text $ordinal$ not null,
    item_id text $ordinal$ not null,
    type text not null,
    value double precision,
    time bigint not null,
    recommendation_id text $ordinal$
);
create index interactions_by_user on interactions (user_id, time, number);
create index interactions_by_time on interactions (time, number);
create index interactions_by_recommendation on interactions (recommendation_id) where recommendation_id is not null;

create table recommendations (
    id text $ordinal$ primary key,
    user_id text $ordinal$,
    scenario text $ordinal$ not null,
    model text $ordinal$ not null,
    items text not null,
    length bigint not null,
    time bigint not null
);
create index recommendations_by_time on recommendations (time);
create index recommendations_by_user on recommendations (user_id) where user_id is not null;

create table settings (
    name text $ordinal$ primary key,
    value text not null
);

create table api_keys (
    id text $ordinal$ primary key,
    name text not null,
    hash text not null unique,
    scopes text not null,
    created bigint not null,
    revoked bigint
);

create table models (
    version text $ordinal$ primary key,
    content_hash text not null,
    created bigint not null,
    activated bigint,
    active boolean not null
);
