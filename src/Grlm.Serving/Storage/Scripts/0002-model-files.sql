-- What the versions of the model consist of: every server of the shop gets them from here. A file is kept once, by its hash, in parts.
alter table models add column contents text;
alter table models add column published boolean not null default false;
alter table models add column trial text;

create table model_files (
    version text $ordinal$ not null,
    hash text not null,
    bytes bigint not null,
    primary key (version, hash)
);

create table model_parts (
    hash text not null,
    part bigint not null,
    data $bytes$ not null,
    created bigint not null,
    primary key (hash, part)
);
