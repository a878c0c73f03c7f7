package io.latchkey.okta;

import io.latchkey.work.WorkProperties;
import org.springframework.stereotype.Component;

/** Refuses to start when a call to Okta could outlive the lease of the work that it is made for. */
@Component
final class OktaDeadlineGuard {

    OktaDeadlineGuard(OktaProperties okta, WorkProperties work) {
        work.mustCover("latchkey.okta.deadline", okta.deadline());
    }
}
