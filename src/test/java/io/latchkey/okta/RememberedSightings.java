package io.latchkey.okta;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all nodes know, without a database. */
final class RememberedSightings implements RoleSightings {

    private volatile @Nullable Instant last;

    @Override
    public Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    @Override
    public void seen(Instant at) {
        last = at;
    }

    @Override
    public void lost() {
        last = null;
    }
}
