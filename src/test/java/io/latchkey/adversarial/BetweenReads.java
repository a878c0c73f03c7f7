package io.latchkey.adversarial;

import io.latchkey.sandbox.http.Interference;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lets something happen after the product has read an issue and before it is shown more of it; once each. */
final class BetweenReads implements Interference {

    private final Map<String, Runnable> pending = new ConcurrentHashMap<>();

    /** Before the history of this issue is shown. */
    void beforeHistory(String issueId, Runnable act) {
        pending.put("/rest/api/3/issue/" + issueId + "/changelog", act);
    }

    /** Before the approvals of this issue are shown. */
    void beforeApprovals(String issueId, Runnable act) {
        pending.put("/rest/servicedeskapi/request/" + issueId + "/approval", act);
    }

    @Override
    public Ending meet(Call call) throws IOException, ServletException {
        Runnable act = pending.remove(call.path());
        if (act != null) {
            act.run();
        }
        call.apply();
        return Ending.ANSWERED;
    }
}
