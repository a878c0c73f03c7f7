package io.latchkey.audit;

import io.latchkey.platform.db.BackgroundLoop;
import io.latchkey.platform.db.DatabaseOutage;
import org.springframework.stereotype.Component;

/** Runs the sealer on this node, with a fixed pause. */
@Component
class SealLoop extends BackgroundLoop {

    private final Sealer sealer;

    SealLoop(Sealer sealer, AuditProperties properties, DatabaseOutage outage) {
        super("audit-sealer", properties.sealEvery(), outage);
        this.sealer = sealer;
    }

    @Override
    protected boolean work() {
        sealer.seal();
        return false;
    }
}
