/**
 * A Jira Cloud site with Jira Service Management and the Connect host, over real HTTP on a loopback port. In: the vendors'
 * REST calls by people (basic authentication) and by the installed app (Connect JWT), and the control API under
 * {@code /sandbox}. Out: lifecycle callbacks, signed webhooks and Automation's web request, to the app. Its state is in
 * memory and guarded by {@link io.latchkey.sandbox.jira.Tracker}. Start with {@link io.latchkey.sandbox.jira.JiraSite}.
 *
 * <p>JSM is Jira Service Management, ADF the Atlassian Document Format, qsh Connect's query string hash.
 */
@NullMarked
package io.latchkey.sandbox.jira;

import org.jspecify.annotations.NullMarked;
