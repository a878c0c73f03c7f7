package io.latchkey.platform.crypto;

import io.latchkey.platform.db.BackgroundLoop;
import io.latchkey.platform.db.DatabaseOutage;
import org.springframework.stereotype.Component;

/** Does on this node what is left of exchanging master keys and rotating tenants' keys, one batch at a time. */
@Component
class KeyTurning extends BackgroundLoop {

    private final Rewrap rewrap;
    private final Reseal reseal;

    KeyTurning(Rewrap rewrap, Reseal reseal, CryptoProperties properties, DatabaseOutage outage) {
        super("key-turning", properties.turnEvery(), outage);
        this.rewrap = rewrap;
        this.reseal = reseal;
    }

    @Override
    protected boolean work() {
        if (reseal.step()) {
            return true;
        }
        rewrap.pass();
        return false;
    }
}
