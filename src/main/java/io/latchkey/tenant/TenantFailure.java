package io.latchkey.tenant;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can go wrong between a tenant's site and us. */
public abstract sealed class TenantFailure extends FailureException {

    private static final long serialVersionUID = 1L;

    private TenantFailure(String code, FailureKind kind, String explanation, @Nullable Throwable cause) {
        super(kind, code, explanation, cause);
    }

    /** The site's administrator has switched the app off; work waits until it is switched on. */
    public static final class Disabled extends TenantFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        /** For a site whose app is installed and off. */
        public Disabled() {
            super(
                    "tenant.disabled",
                    FailureKind.SETUP,
                    "The app is switched off at this site; work waits until an administrator switches it on.",
                    null);
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofSeconds(15));
        }
    }

    /** Forge has brought no token with which the site could be called as the app now; the next event or schedule brings one. */
    public static final class NoSystemToken extends TenantFailure implements RetryableFailure {

        /** What it is called. */
        public static final String CODE = "tenant.no-system-token";

        /** When it is worth another try. */
        public static final Duration AGAIN = Duration.ofMinutes(1);

        private static final long serialVersionUID = 1L;

        /** For a site whose token is missing, too old or refused. */
        public NoSystemToken() {
            super(
                    CODE,
                    FailureKind.OUTSIDE,
                    "Forge has sent no token with which Jira could be called now; work goes on with the next one, which"
                            + " comes every hour.",
                    null);
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(AGAIN);
        }
    }

    /** The app is paid for and the site has not; work waits until it has. */
    public static final class Unlicensed extends TenantFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        /** For a site of which Forge says so. */
        public Unlicensed() {
            super(
                    "tenant.unlicensed",
                    FailureKind.SETUP,
                    "The app has no active licence at this site; work waits until it has one. Access that was given for a time"
                            + " ends all the same.",
                    null);
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofMinutes(1));
        }
    }

    /** The site has not granted something that a newer version of the app asks for; everything else goes on. */
    public static final class MissingScope extends TenantFailure implements TerminalFailure {

        /** What it is called. */
        public static final String CODE = "tenant.missing-scope";

        private static final long serialVersionUID = 1L;

        /** For an answer that says so; the scope by Atlassian's name. */
        public MissingScope(String scope) {
            super(
                    CODE,
                    FailureKind.SETUP,
                    "The site has not granted the app the permission " + scope
                            + ": an administrator has to approve the app's new version in Manage apps. What stopped for"
                            + " it then goes on by itself.",
                    null);
        }
    }

    /** The site does not have the app installed (any more). */
    public static final class NotInstalled extends TenantFailure implements TerminalFailure {

        private static final long serialVersionUID = 1L;

        /** For a site without an open door. */
        public NotInstalled() {
            super("tenant.not-installed", FailureKind.SETUP, "The app is not installed at this site.", null);
        }
    }

    /** The site did not answer, or not in a way that can be used. */
    public static final class SiteUnreachable extends TenantFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        /** For a call without a usable answer. */
        public SiteUnreachable(String explanation, @Nullable Throwable cause) {
            super("tenant.site-unreachable", FailureKind.OUTSIDE, explanation, cause);
            this.retryAfter = null;
        }

        /** For an answer that asks to be left alone for a while, or null when it does not say for how long. */
        public SiteUnreachable(String explanation, @Nullable Duration retryAfter) {
            super("tenant.site-unreachable", FailureKind.OUTSIDE, explanation, null);
            this.retryAfter = retryAfter;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** The site refuses what the app needs. */
    public static final class SiteRefused extends TenantFailure implements TerminalFailure {

        private static final long serialVersionUID = 1L;

        /** For an answer that says no. */
        public SiteRefused(String explanation) {
            super("tenant.site-refused", FailureKind.SETUP, explanation, null);
        }
    }

    /** Atlassian's public key for a signed installation could not be fetched. */
    public static final class InstallKeyUnavailable extends TenantFailure implements RetryableFailure {

        private static final long serialVersionUID = 1L;

        /** For a key server that is down, slow or answers nonsense. */
        public InstallKeyUnavailable(@Nullable Throwable cause) {
            super(
                    "connect.install-key-unavailable",
                    FailureKind.OUTSIDE,
                    "Atlassian's public key for this installation could not be fetched.",
                    cause);
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofSeconds(10));
        }
    }
}
