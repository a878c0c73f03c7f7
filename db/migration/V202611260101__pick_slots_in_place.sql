-- Each pick and heartbeat of an execution wrote into all three indexes of the scheduler's table, since last_heartbeat is in
-- one. The table holds a few rows for each tenant: to read all of them when nodes look for dead ones, every two seconds,
-- costs less. Half of each page is kept free, so that the new version of a row finds room beside the old one.
drop index scheduled_tasks_heartbeat;
alter table scheduled_tasks set (fillfactor = 50);
