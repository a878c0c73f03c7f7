-- A credential that could not be made is not counted among those that were; how often that may go wrong is counted apart, since one
-- may have been made all the same.

alter table handover add column failures integer not null default 0;
