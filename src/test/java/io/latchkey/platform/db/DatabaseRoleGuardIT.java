package io.latchkey.platform.db;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.RefusedToStart;
import io.latchkey.testing.TestPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which roles of the database the product refuses; how that looks to an operator is {@code PackagedJarIT}'s. */
class DatabaseRoleGuardIT {

    private static String database;

    @BeforeAll
    static void migrate() {
        database = TestPostgres.shared().createDatabase();
        Flyway.configure()
                .dataSource(database, "latchkey_owner", TestPostgres.PASSWORD)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        TestPostgres.shared().superuser("""
                do $$ begin
                  if not exists (select from pg_roles where rolname = 'latchkey_member') then
                    create role latchkey_member login password '%1$s' in role latchkey_owner;
                    create role latchkey_bypass login password '%1$s' bypassrls;
                  end if;
                end $$""".formatted(TestPostgres.PASSWORD));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres, is a superuser",
        "latchkey_owner, owns tables",
        "latchkey_member, is a member of the tables' owner",
        "latchkey_bypass, has BYPASSRLS"
    })
    void refusesARoleThatSeesAllTenants(String role, String reason) {
        assertThatThrownBy(() -> guard(role).afterPropertiesSet())
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("the database role " + role + " ")
                .hasMessageContaining(reason);
    }

    @Test
    void takesTheOneThatPoliciesBind() {
        assertThatCode(() -> guard("latchkey_app").afterPropertiesSet()).doesNotThrowAnyException();
    }

    private static DatabaseRoleGuard guard(String role) {
        return new DatabaseRoleGuard(
                JdbcClient.create(new DriverManagerDataSource(database, role, TestPostgres.PASSWORD)));
    }
}
