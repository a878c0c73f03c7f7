package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The Forms API as Connect apps reach it, behind the site's own address (facts/atlassian.md 4.4; the address is that of
 * {@code developer.atlassian.com/cloud/forms/rest/intro}).
 */
final class FormRoutes {

    private static final String FORMS = "/gateway/api/jira/forms/cloud/{cloud}/issue/{issue}/form";

    private final Site site;

    private FormRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new FormRoutes(site);
        return route().GET(FORMS, routes::list)
                .GET(FORMS + "/{form}", routes::read)
                .build();
    }

    private ServerResponse list(ServerRequest request) {
        return Json.ok(Json.array(issue(request).forms(), IssueForm::entry));
    }

    private ServerResponse read(ServerRequest request) {
        return issue(request).forms().stream()
                .filter(form -> form.id().equals(request.pathVariable("form")))
                .findFirst()
                .map(form -> Json.ok(form.shape()))
                .orElseThrow(() -> new Refusal(404, "Form not found"));
    }

    private Issue issue(ServerRequest request) {
        if (!request.pathVariable("cloud").equals(site.cloudId())) {
            throw new Refusal(404, "There is no such site.");
        }
        return site.browsed(request);
    }
}
