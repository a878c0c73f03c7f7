package io.latchkey.tenant.forge;

import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.store.ConnectHosts;
import io.latchkey.tenant.store.ForgeInstall;
import io.latchkey.tenant.store.InstallationRegister;
import io.latchkey.tenant.store.Installed;
import io.latchkey.tenant.store.SystemTokens;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What lifecycle events and schedules of Forge change. Everything is taken from the verified token; delivering one again
 * changes nothing more.
 */
@Component
class ForgeLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ForgeLifecycle.class);

    private final ConnectHosts hosts;
    private final InstallationRegister register;
    private final SystemTokens systemTokens;
    private final Installations installations;
    private final MissingScopes scopes;

    ForgeLifecycle(
            ConnectHosts hosts,
            InstallationRegister register,
            SystemTokens systemTokens,
            Installations installations,
            MissingScopes scopes) {
        this.scopes = scopes;
        this.installations = installations;
        this.hosts = hosts;
        this.register = register;
        this.systemTokens = systemTokens;
    }

    /** The app was installed. */
    void installed(Invocation invocation, Optional<Secret> systemToken) {
        Optional<Installation> known = hosts.byInstallationId(invocation.installationId());
        if (known.filter(Installation::installed).isPresent()) {
            keep(known.get(), invocation, systemToken);
        } else {
            open(invocation, systemToken);
        }
    }

    /** An administrator has approved a version that asks for more: what stopped for that goes on, with the token that came. */
    void upgraded(Invocation invocation, Optional<Secret> systemToken) {
        installed(invocation, systemToken);
        hosts.byInstallationId(invocation.installationId())
                .filter(Installation::installed)
                .ifPresent(scopes::approved);
    }

    /**
     * The hour is over. A schedule is only run where the app is installed, so it says the same: it makes up for an event that was
     * lost, comes after an operator has let the installation in, or tells that a removal has not happened.
     */
    void scheduled(Invocation invocation, Optional<Secret> systemToken) {
        installed(invocation, systemToken);
    }

    /** The app is about to be removed. */
    void uninstalling(Invocation invocation) {
        register.uninstalled(Door.FORGE, invocation.installationId());
    }

    private void open(Invocation invocation, Optional<Secret> systemToken) {
        Installed result = register.installed(new ForgeInstall(
                invocation.installationId(),
                invocation.siteAddress(),
                invocation.cloudId(),
                invocation.issuedAt(),
                invocation.licensed(),
                systemToken.orElse(null)));
        if (result instanceof Installed.Held) {
            LOG.info("{} is held: its site is known through another installation", invocation);
        }
        if (result instanceof Installed.Removed) {
            LOG.info("{} was removed just now, and stays so", invocation);
        }
    }

    private void keep(Installation known, Invocation invocation, Optional<Secret> systemToken) {
        if (!invocation.cloudId().equals(known.cloudId())) {
            throw new Problem(HttpStatus.FORBIDDEN, "forge.other-site", "The installation is of another site.");
        }
        if (systemToken.isEmpty()) {
            LOG.info("{} of tenant {} came without a system token", invocation, known.tenant());
        }
        if (known.licensed() != invocation.licensed()) {
            installations.rememberLicensed(known.tenant(), invocation.licensed());
        }
        systemToken.ifPresent(token -> systemTokens.keep(known.tenant(), known.externalId(), token));
    }
}
