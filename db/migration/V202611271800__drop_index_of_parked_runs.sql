-- Nobody asks by it any more: the notes that are tried again are found from the requests that are parked (request_standing_by_state).
drop index work_item_parked_runs;
