package io.latchkey.panel;

import io.latchkey.jira.Field;
import io.latchkey.jira.JiraSite;
import io.latchkey.jira.Permission;
import io.latchkey.jira.RequestType;
import io.latchkey.jira.ServiceDesk;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The service desks of the site, and whether the app may do in them what recipes need. */
@RestController
@RequestMapping("/api/service-desks")
@CalledByPerson(administrator = true)
class ServiceDesksController {

    private final JiraSite site;

    ServiceDesksController(JiraSite site) {
        this.site = site;
    }

    /** What a check found; every finding names what is missing and how to give it. */
    record Check(boolean works, List<String> proven, List<Finding> findings) {}

    /** One thing that is missing. */
    record Finding(String code, String sentence, String remedy) {}

    @GetMapping
    List<ServiceDesk> list(Caller caller) {
        return site.serviceDesks(caller.tenant());
    }

    @GetMapping("/{id}/request-types")
    List<RequestType> requestTypes(Caller caller, @PathVariable String id) {
        return site.requestTypes(caller.tenant(), desk(caller, id).id());
    }

    @GetMapping("/fields")
    List<Field> fields(Caller caller) {
        return site.fields(caller.tenant());
    }

    /** Asks Jira for each permission of the app in the desk's project, and reads approvals of a request that has some. */
    @PostMapping("/{id}/check")
    Check check(Caller caller, @PathVariable String id) {
        ServiceDesk desk = desk(caller, id);
        Set<Permission> asked = EnumSet.allOf(Permission.class);
        Set<Permission> granted = site.ownPermissions(caller.tenant(), desk.projectId(), asked);
        List<String> proven = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Permission permission : asked) {
            if (granted.contains(permission)) {
                proven.add(permission.label());
            } else {
                findings.add(
                        new Finding(
                                "jira.permission-missing",
                                "The app does not have the permission \"" + permission.label() + "\" in this project.",
                                "Give it to the project role atlassian-addons-project-access in the project's permission scheme."));
            }
        }
        approvals(caller, desk, proven, findings);
        return new Check(findings.isEmpty(), proven, findings);
    }

    private void approvals(Caller caller, ServiceDesk desk, List<String> proven, List<Finding> findings) {
        switch (site.mayReadApprovals(caller.tenant(), desk.projectId())) {
            case PROVEN -> proven.add("Read approvals");
            case REFUSED ->
                findings.add(new Finding(
                        "jira.approvals-unreadable",
                        "The app cannot read the approvals of a request that has some.",
                        "Make the app an agent of the service desk, and check issue security."));
            case NOTHING_TO_READ ->
                findings.add(new Finding(
                        "jira.approvals-unproven",
                        "No request of this project has been approved yet, so reading approvals could not be proven.",
                        "Raise and approve one request, then check again."));
        }
    }

    private ServiceDesk desk(Caller caller, String id) {
        return site.serviceDesks(caller.tenant()).stream()
                .filter(desk -> desk.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "jira.service-desk-unknown",
                        "Jira shows no service desk of this id to the app."));
    }
}
