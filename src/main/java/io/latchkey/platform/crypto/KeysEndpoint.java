package io.latchkey.platform.crypto;

import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/** For the operator: which master keys are in use, how far rotations of tenants' keys are, and the beginning of one. */
@Component
@Endpoint(id = "keys")
class KeysEndpoint {

    private final Wrapping wrapping;
    private final KeyRotations rotations;

    KeysEndpoint(Wrapping wrapping, KeyRotations rotations) {
        this.wrapping = wrapping;
        this.rotations = rotations;
    }

    /**
     * What there is.
     *
     * @param wrapsNow the id of the master key of this node
     * @param unwrap the ids of all master keys of this node
     * @param keysets how many keysets are under which master key, by its id
     * @param rotating how many tenants' keys are being rotated
     * @param rotations those under way, then those that ended last
     */
    record Keys(
            String wrapsNow,
            List<String> unwrap,
            Map<String, Long> keysets,
            long rotating,
            List<KeyRotations.Progress> rotations) {}

    @ReadOperation
    Keys keys() {
        return new Keys(
                wrapping.current(),
                wrapping.known(),
                rotations.byMasterKey(),
                rotations.underWay(),
                rotations.progress());
    }

    /** Begins to rotate the keys of one tenant, or without a name of all. */
    @WriteOperation
    Map<String, Integer> rotate(@Nullable UUID tenant) {
        List<TenantId> tenants = tenant == null
                ? rotations.tenants()
                : rotations.tenants().stream()
                        .filter(one -> one.value().equals(tenant))
                        .toList();
        tenants.forEach(rotations::begin);
        return Map.of("begun", tenants.size());
    }
}
