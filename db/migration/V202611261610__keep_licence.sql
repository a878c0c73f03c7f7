-- Nothing is carried out for a site whose licence has ended. Forge says so with its calls, and work goes on between them, so the last word is kept.

alter table installation add column licensed boolean not null default true;
