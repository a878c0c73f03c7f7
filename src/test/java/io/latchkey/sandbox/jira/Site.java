package io.latchkey.sandbox.jira;

import io.latchkey.sandbox.http.Rules;
import java.util.NoSuchElementException;
import org.springframework.web.servlet.function.ServerRequest;

/** What the routes work with, and the questions that all of them ask. */
record Site(
        String cloudId,
        Links links,
        People people,
        SiteFields fields,
        Workflow workflow,
        Tracker tracker,
        Permissions permissions,
        Shapes shapes,
        DeskShapes desk,
        Rules rules) {

    static final String CALLER = Site.class.getName() + ".caller";
    static final String POINTS = Site.class.getName() + ".points";

    static Caller caller(ServerRequest request) {
        return (Caller) request.attribute(CALLER).orElseThrow(NoSuchElementException::new);
    }

    /** What the answer costs beside the one point of every request. */
    static void costs(ServerRequest request, long points) {
        request.attributes().put(POINTS, points);
    }

    /** The issue that the path names, if the caller may browse it. */
    Issue browsed(ServerRequest request) {
        Caller caller = caller(request);
        Issue issue = tracker.find(request.pathVariable("issue"))
                .filter(found -> permissions.mayBrowse(caller.person(), found))
                .orElseThrow(Refusal::noIssue);
        costs(request, 1);
        return issue;
    }

    /** The request that the path names, if the caller may see it in the portal or as an agent. */
    Issue requested(ServerRequest request) {
        Caller caller = caller(request);
        Issue issue = tracker.find(request.pathVariable("issue"))
                .filter(found -> found.project() == Project.ITH)
                .filter(found -> permissions.maySeeRequest(caller.person(), found))
                .orElseThrow(() -> new Refusal(
                        404, "The request you're looking for does not exist or you don't have permission to see it."));
        costs(request, 1);
        return issue;
    }

    void demand(Caller caller, String permission, Issue issue, int status, String sentence) {
        if (!permissions.may(caller, permission, issue.project())) {
            throw new Refusal(status, sentence);
        }
    }
}
