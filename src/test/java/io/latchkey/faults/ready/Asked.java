package io.latchkey.faults.ready;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.faults.ready.oracle.Names;
import java.util.Map;

/**
 * A request as it is raised.
 *
 * @param type its type's name in the portal
 * @param values its form
 * @param login the account that it is about
 * @param group the group out of which a person takes the account
 * @param newGroup the name of the group that it makes, or of none
 * @param names what differs from play to play
 */
record Asked(String type, Map<String, JsonNode> values, String login, String group, String newGroup, Names names) {}
