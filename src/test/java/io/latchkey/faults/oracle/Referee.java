package io.latchkey.faults.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches while a run is played, in the database itself, that work has one holder: an item is taken only when nobody's lease
 * runs, its fence grows each time it is taken, and until somebody else takes it nobody but who took it last writes how it
 * goes on, what a step is going to do and what came of it. Who writes is told by the name of the connection. What happens
 * after rest has often hidden that two nodes were at the same work; here it shows as soon as the second one writes.
 */
public final class Referee {

    private static final String BEGIN = "delete from referee.holder; delete from referee.foul";

    private static final String INSTALL = """
            create schema referee;
            create sequence referee.takings;
            create table referee.holder (
                item   uuid        primary key,
                node   text        not null,
                taken  timestamptz not null default lease_now(),
                number bigint      not null default nextval('referee.takings'));
            create table referee.foul (number bigint generated always as identity, what text not null);

            create function referee.holds(item uuid, node text, what text) returns void
                language plpgsql as $$
            declare
                last text := (select h.node from referee.holder h where h.item = holds.item);
            begin
                if last is not null and last <> node then
                    insert into referee.foul (what) values (format('%s %s, which %s has taken', node, what, last));
                end if;
            end
            $$;

            create function referee.item() returns trigger language plpgsql security definer as $$
            declare
                who text := current_setting('application_name');
                last text;
            begin
                if tg_op = 'INSERT' then
                    insert into referee.holder (item, node) select new.id, who where new.lease_until is not null;
                    return null;
                end if;
                if tg_op = 'DELETE' then
                    perform referee.holds(old.id, who, 'ends a ' || old.kind) where old.state = 'waiting';
                    return null;
                end if;
                select node into last from referee.holder where item = new.id;
                if new.lease_until is distinct from old.lease_until and new.lease_until is not null
                        and (last is distinct from who or old.lease_until is null) then
                    if last is distinct from who and old.lease_until > lease_now() then
                        insert into referee.foul (what)
                        values (format('%s takes a %s, whose lease %s has', who, new.kind, last));
                    end if;
                    if new.fence <= old.fence then
                        insert into referee.foul (what)
                        values (format('%s takes a %s by a fence that %s had', who, new.kind, coalesce(last, 'somebody')));
                    end if;
                    insert into referee.holder (item, node) values (new.id, who)
                    on conflict (item) do update
                    set node = excluded.node, taken = excluded.taken, number = excluded.number;
                elsif (old.state <> 'parked' or new.state = 'parked')
                        and (new.state, new.lease_until, new.untried, new.limited_since, new.fence, new.ended_at)
                            is distinct from
                            (old.state, old.lease_until, old.untried, old.limited_since, old.fence, old.ended_at) then
                    -- What is parked may be taken up again, or ended, by people.
                    perform referee.holds(new.id, who, 'writes how a ' || new.kind || ' goes on');
                end if;
                return null;
            end
            $$;

            create function referee.step() returns trigger language plpgsql security definer as $$
            begin
                perform referee.holds(new.work_id, current_setting('application_name'),
                                      'writes an ' || substr(tg_table_name, 6));
                return null;
            end
            $$;

            create trigger referee after insert or update or delete on work_item
                for each row execute function referee.item();
            create trigger referee after insert on step_intent for each row execute function referee.step();
            create trigger referee after insert on step_outcome for each row execute function referee.step();
            """;

    private final Connection superuser;

    /** In this database, which no other run uses meanwhile. */
    public Referee(Connection superuser) {
        this.superuser = superuser;
        execute(INSTALL);
    }

    /** A run begins. */
    public void begin() {
        execute(BEGIN);
    }

    /**
     * A node calls for a change in the middle of an execution: the lease that it has must outlast the call, since whoever takes
     * the item over looks once. What only reads may be read twice.
     *
     * @param begun when the execution began
     * @param now by the database's clock
     * @param longest how long a call may take
     */
    public void changes(String node, Instant begun, Instant now, Duration longest) {
        String held = "select kind, lease_until from work_item join (select item from referee.holder"
                + " where node = ? and taken >= ? order by number desc limit 1) taken_last on item = id"
                + " where state = 'waiting' and lease_until < ?";
        for (Row item : new Tables(superuser).rows(held, node, at(begun), at(now.plus(longest)))) {
            execute(
                    "insert into referee.foul (what) values ('%s changes something for a %s at %s, which it has until %s')"
                            .formatted(node, item.text("kind"), now, item.time("lease_until")));
        }
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** What it has seen since then that must not be. */
    public List<String> fouls() {
        List<String> fouls = new ArrayList<>();
        new Tables(superuser)
                .rows("select what from referee.foul order by number")
                .forEach(row -> fouls.add(row.text("what")));
        return fouls;
    }

    private void execute(String sql) {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
