package io.latchkey.panel;

import io.latchkey.tenant.AppAccount;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who installed us, and as whom we act. */
@RestController
class InstallationController {

    private final Installations installations;
    private final AppAccount appAccount;

    InstallationController(Installations installations, AppAccount appAccount) {
        this.installations = installations;
        this.appAccount = appAccount;
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
}
