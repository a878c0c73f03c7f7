package io.latchkey.provisioning;

import io.latchkey.work.NoticeRuns;
import org.springframework.stereotype.Component;

/** The notes by which agents learn what became of a request. */
@Component
class NoteRuns implements NoticeRuns {

    @Override
    public String kind() {
        return DecideRequest.NOTE;
    }
}
