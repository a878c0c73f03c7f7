package io.latchkey.jira;

/**
 * A service desk.
 *
 * @param id numeric id as text
 * @param projectId its project's numeric id as text
 * @param projectKey for people; can be changed
 * @param projectName for people
 */
public record ServiceDesk(String id, String projectId, String projectKey, String projectName) {

    static ServiceDesk of(Answer desk) {
        return new ServiceDesk(desk.id("id"), desk.id("projectId"), desk.text("projectKey"), desk.text("projectName"));
    }
}
