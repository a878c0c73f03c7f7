package io.latchkey.jira;

import io.latchkey.platform.http.OutboundProperties;
import io.latchkey.work.WorkProperties;
import org.springframework.stereotype.Component;

/** Refuses to start when a call to Jira could outlive the lease of the work that it is made for. */
@Component
final class CallTimeoutGuard {

    CallTimeoutGuard(OutboundProperties outbound, WorkProperties work) {
        work.mustCover("latchkey.outbound.call-timeout", outbound.callTimeout());
    }
}
