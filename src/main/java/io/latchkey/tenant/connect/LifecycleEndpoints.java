package io.latchkey.tenant.connect;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledBySite;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.Public;
import io.latchkey.tenant.store.ConnectInstall;
import io.latchkey.tenant.store.InstallationRegister;
import io.latchkey.tenant.store.Installed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The lifecycle callbacks of Connect. {@code installed} and {@code uninstalled} are signed by Atlassian (signed install);
 * {@code enabled} and {@code disabled} by the site, with the shared secret. All are idempotent and answer 204.
 */
@RestController
@RequestMapping(path = "/connect", consumes = MediaType.APPLICATION_JSON_VALUE)
class LifecycleEndpoints {

    private final LifecycleCheck check;
    private final SiteAddress addresses;
    private final InstallationRegister register;
    private final Installations installations;

    LifecycleEndpoints(
            LifecycleCheck check, SiteAddress addresses, InstallationRegister register, Installations installations) {
        this.check = check;
        this.addresses = addresses;
        this.register = register;
        this.installations = installations;
    }

    @PostMapping("/installed")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Public(because = "the endpoint verifies Atlassian's own signature")
    void installed(HttpServletRequest request, @Valid @RequestBody LifecycleBody body) {
        ConnectInstall facts = facts(body);
        check.signed(request, body, "installed");
        if (register.installed(facts) instanceof Installed.Held) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "tenant.installation-held",
                    "The app is known at this site through another installation, so this one is held and nothing was"
                            + " installed. Ask the operator of the app to let it in, and install it again then.");
        }
    }

    @PostMapping("/uninstalled")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Public(because = "the endpoint verifies Atlassian's own signature")
    void uninstalled(HttpServletRequest request, @Valid @RequestBody LifecycleBody body) {
        check.signed(request, body, "uninstalled");
        register.uninstalled(body.clientKey());
    }

    @PostMapping("/enabled")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @CalledBySite
    void enabled(Caller caller, @Valid @RequestBody LifecycleBody body) {
        switched(caller, body, "enabled", true);
    }

    @PostMapping("/disabled")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @CalledBySite
    void disabled(Caller caller, @Valid @RequestBody LifecycleBody body) {
        switched(caller, body, "disabled", false);
    }

    private void switched(Caller caller, LifecycleBody body, String eventType, boolean on) {
        check.about(body, eventType);
        boolean own = installations
                .open(caller.tenant())
                .map(Installation::externalId)
                .filter(body.clientKey()::equals)
                .isPresent();
        if (!own) {
            throw new Problem(HttpStatus.FORBIDDEN, "connect.other-site", "The body names another site.");
        }
        register.enabled(body.clientKey(), on);
    }

    private ConnectInstall facts(LifecycleBody body) {
        if (body.sharedSecret() == null) {
            throw new Problem(HttpStatus.BAD_REQUEST, "connect.no-secret", "The body carries no sharedSecret.");
        }
        return new ConnectInstall(
                body.clientKey(),
                Secret.of(body.sharedSecret()),
                addresses.base(body.baseUrl()),
                body.cloudId(),
                body.productType());
    }
}
