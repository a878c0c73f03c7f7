package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.PersonalDataReports;
import io.latchkey.work.Budgets;
import io.latchkey.work.TenantTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The timer by which Atlassian is told of whose accounts a tenant keeps something. It ends when the tenant has left. */
@Component
class PersonalDataTask extends TenantTimer {

    static final String NAME = "personal-data";

    private final PersonalDataReports reports;

    PersonalDataTask(PersonalDataReports reports, IntakeProperties properties, Budgets budgets, Clock clock) {
        super(NAME, properties.reportAccountsFirst(), budgets, clock);
        this.reports = reports;
    }

    @Override
    protected Optional<Duration> run(TenantId tenant) {
        return reports.reportDue(tenant);
    }
}
