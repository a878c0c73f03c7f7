package io.latchkey.panel;

import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.MoveCodes;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tells the code with which another installation at the same site takes over everything that is here. */
@RestController
class MoveCodeController {

    private final MoveCodes codes;

    MoveCodeController(MoveCodes codes) {
        this.codes = codes;
    }

    /** A code, shown once. */
    record View(String code, String expiresAt) {}

    @PostMapping("/api/installation/move-code")
    @CalledByPerson(administrator = true)
    @ResponseStatus(HttpStatus.CREATED)
    View issue(Caller caller) {
        MoveCodes.MoveCode made = codes.issue(caller);
        return new View(made.code().reveal(), made.expiresAt().toString());
    }
}
