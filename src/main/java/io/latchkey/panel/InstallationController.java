package io.latchkey.panel;

import io.latchkey.tenant.AppAccount;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Departures;
import io.latchkey.tenant.HeldInstallation;
import io.latchkey.tenant.HeldInstallations;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.Remaining;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who installed us, and as whom we act. */
@RestController
class InstallationController {

    private final Installations installations;
    private final AppAccount appAccount;
    private final Departures departures;
    private final HeldInstallations held;

    InstallationController(
            Installations installations, AppAccount appAccount, Departures departures, HeldInstallations held) {
        this.installations = installations;
        this.appAccount = appAccount;
        this.departures = departures;
        this.held = held;
    }

    /** The tenant and its doors. */
    record View(String tenant, String appAccountId, List<DoorView> doors) {}

    /** One door. */
    record DoorView(String door, String baseUrl, boolean installed, boolean enabled) {

        static DoorView of(Installation installation) {
            return new DoorView(
                    installation.door().name(),
                    installation.baseUrl().toString(),
                    installation.installed(),
                    installation.enabled());
        }
    }

    @GetMapping("/api/installation")
    @CalledByPerson(administrator = true)
    View installation(Caller caller) {
        return new View(
                caller.tenant().toString(),
                appAccount.of(caller.tenant()),
                installations.ofTenant(caller.tenant()).stream()
                        .map(DoorView::of)
                        .toList());
    }

    /**
     * What an uninstallation now would leave behind.
     *
     * @param secretsKeptFor how long keys and everything sealed are kept afterwards (ISO 8601); the keys then only end
     *     access that was given for a time
     * @param dataKeptFor how long everything else but the trail is kept afterwards (ISO 8601)
     * @param remaining what there is now
     */
    record DepartureView(String secretsKeptFor, String dataKeptFor, List<RemainingView> remaining) {}

    /**
     * One kind of thing.
     *
     * @param what its stable name
     * @param count how many
     * @param until {@code with-keys}, {@code with-data} or {@code for-good}
     */
    record RemainingView(String what, long count, String until) {

        static RemainingView of(Remaining one) {
            String until = one.kept().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new RemainingView(one.what(), one.count(), until);
        }
    }

    /** What would remain, and for how long, if the app were removed now. Removing it is done in Jira. */
    @GetMapping("/api/installation/departure")
    @CalledByPerson(administrator = true)
    DepartureView departure(Caller caller) {
        Departures.Outlook outlook = departures.outlook(caller.tenant());
        return new DepartureView(
                outlook.keysKeptFor().toString(),
                outlook.dataKeptFor().toString(),
                outlook.remaining().stream().map(RemainingView::of).toList());
    }

    /** Installations of this site that were not let in, for an operator to decide about. */
    @GetMapping("/api/installation/held")
    @CalledByPerson(administrator = true)
    List<HeldView> held(Caller caller) {
        return held.of(caller.tenant()).stream().map(HeldView::of).toList();
    }

    /** One that was not let in. */
    record HeldView(
            String id,
            String door,
            String firstAt,
            String lastAt,
            int times,
            @Nullable String decision) {

        static HeldView of(HeldInstallation one) {
            return new HeldView(
                    one.id().toString(),
                    one.door().name(),
                    one.firstAt().toString(),
                    one.lastAt().toString(),
                    one.times(),
                    one.decision() == null ? null : one.decision().name().toLowerCase(Locale.ROOT));
        }
    }
}
