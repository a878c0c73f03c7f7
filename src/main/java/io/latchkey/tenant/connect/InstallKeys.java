package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.auth.asymmetric.AsymmetricPublicKeyProvider;
import com.atlassian.connect.spring.internal.auth.jwt.InvalidJwtException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.platform.RefusedToStart;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.Pace;
import io.latchkey.platform.time.Ticks;
import io.latchkey.tenant.TenantFailure.InstallKeyUnavailable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Atlassian's public keys of signed installs, from the pinned address only. The bare library asks a host that it derives
 * from the unverified body, takes any key id into the path, waits without a limit and answers 500 when the server is
 * down. A key never changes under its id, so it is remembered; ids that are made up are asked for at a bounded rate.
 */
@Component
@Primary
class InstallKeys extends AsymmetricPublicKeyProvider {

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----\\s*");

    /** Then one a second: Atlassian has a handful of keys. */
    private static final int DOWNLOADS_AT_ONCE = 20;

    private final URI address;
    private final RestClient http;
    private final Cache<String, String> known = Caffeine.newBuilder()
            .maximumSize(100)
            .expireAfterWrite(Duration.ofHours(1))
            .build();
    /** Made-up key ids cost a download each: no more than these at the same time. */
    private final Semaphore downloads = new Semaphore(4);

    private final Cache<String, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofSeconds(30))
            .build();
    private final Pace pace;

    InstallKeys(RestTemplateBuilder templates, ConnectProperties properties, AllowedLoopback loopback, Ticks ticks) {
        super(templates);
        this.address = checked(properties.installKeysUrl(), loopback);
        this.http = RestClient.create(templates.build());
        this.pace = new Pace(DOWNLOADS_AT_ONCE, 1, ticks::nanos);
    }

    static boolean isKeyId(String keyId) {
        return KEY_ID.matcher(keyId).matches();
    }

    /**
     * The key in PEM.
     *
     * @param chosenByLibrary ignored: derived from a body that nobody has verified
     */
    @Override
    public String fetchPublicKey(String chosenByLibrary, String keyId) {
        if (!isKeyId(keyId)) {
            throw new InvalidJwtException("the key id is none");
        }
        String remembered = known.getIfPresent(keyId);
        if (remembered != null) {
            return remembered;
        }
        if (unknown.getIfPresent(keyId) != null) {
            throw noSuchKey();
        }
        String fetched = fetchBounded(keyId);
        known.put(keyId, fetched);
        return fetched;
    }

    private String fetchBounded(String keyId) {
        if (!pace.allows() || !downloads.tryAcquire()) {
            throw new InstallKeyUnavailable(null);
        }
        try {
            return fetch(keyId);
        } catch (InvalidJwtException e) {
            unknown.put(keyId, Boolean.TRUE);
            throw e;
        } finally {
            downloads.release();
        }
    }

    private static InvalidJwtException noSuchKey() {
        return new InvalidJwtException("there is no key of this id");
    }

    private String fetch(String keyId) {
        try {
            String key = http.get().uri(address + "/" + keyId).exchange((request, response) -> read(response));
            if (key == null) {
                throw new InstallKeyUnavailable(null);
            }
            return key;
        } catch (RestClientException e) {
            throw new InstallKeyUnavailable(e);
        }
    }

    private static String read(RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse response)
            throws IOException {
        if (response.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
            throw noSuchKey();
        }
        String body = response.getStatusCode().isSameCodeAs(HttpStatus.OK) ? response.bodyTo(String.class) : null;
        if (body == null || !PEM.matcher(body).matches()) {
            throw new InstallKeyUnavailable(null);
        }
        return body.strip();
    }

    private static URI checked(URI address, AllowedLoopback loopback) {
        if (!"https".equals(address.getScheme()) && !loopback.allows(address)) {
            throw new RefusedToStart(
                    "latchkey.connect.install-keys-url must be https, or listed in latchkey.http.allowed-loopback; found "
                            + address.getScheme() + "://" + address.getHost() + ":" + address.getPort() + ".",
                    "Leave it out; only the sandbox needs another one.");
        }
        return address;
    }
}
