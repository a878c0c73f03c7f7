package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Creates an account, with its groups in the same call, since the groups decide which password policy applies.
 *
 * <p>Input: {@code connection}, {@code login}, {@code email}, {@code firstName}, {@code lastName}, optional
 * {@code secondEmail} and {@code profile}, {@code groupIds}, and {@code delivery}: {@code comment} sets a temporary
 * password that must be changed at the first login, {@code activation} lets Okta send its activation mail.
 */
@Component
class CreateUserStep implements StepHandler {

    static final String KIND = "okta.create-user";

    /** How far Okta's clock may lag behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final ConnectedDirectories directories;
    private final PasswordGenerator passwords;
    private final Clock clock;

    CreateUserStep(ConnectedDirectories directories, PasswordGenerator passwords, Clock clock) {
        this.directories = directories;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("userId", "login");
    }

    /** The password is generated before it is sent, so that a lost answer loses no password. */
    @Override
    public Intent intend(StepContext step) {
        JsonNode input = step.input();
        ObjectNode detail = JsonNodeFactory.instance
                .objectNode()
                .put("intendedAt", clock.instant().toString());
        Optional<Secret> password = input.path("delivery").asText().equals("comment")
                ? Optional.of(
                        passwords.generate(text(input, "login"), text(input, "firstName"), text(input, "lastName")))
                : Optional.empty();
        return new Intent(detail, password, Optional.of(claim(step)));
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        step.beforeCall();
        try {
            return result(directory.createUser(newUser(step)), step.input());
        } catch (OktaFailure.LoginTaken taken) {
            // An earlier attempt of ours may have taken effect after we looked; the System Log tells whose it is.
            return look(step).orElseThrow(() -> taken);
        }
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        OktaDirectory directory = directory(step);
        step.beforeCall();
        Optional<OktaUser> existing = directory.findUser(text(step.input(), "login"));
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        OktaUser user = existing.get();
        if (step.isClaimedElsewhere()) {
            throw new OktaFailure.LoginTaken(
                    "an account with this login exists, and more than one request set out to create it, so it cannot be"
                            + " told whose it is; it was left untouched");
        }
        Instant intendedAt =
                Instant.parse(step.intent().detail().path("intendedAt").asText());
        if (user.created().isBefore(intendedAt.minus(SKEW))) {
            throw new OktaFailure.LoginTaken(
                    "an account with this login existed before Latchkey tried to create it; it was left untouched");
        }
        step.beforeCall();
        Optional<Boolean> ours = directory.createdByUs(user.id());
        if (ours.isEmpty()) {
            throw new AccountUnproven();
        }
        if (!ours.get()) {
            throw new OktaFailure.LoginTaken(
                    "somebody else created an account with this login at the same time; it was left untouched");
        }
        return Optional.of(result(user, step.input()));
    }

    /** One account per connection and login, whoever asks for it; hashed, since a login is a personal value. */
    private static String claim(StepContext step) {
        String what = "okta-account\n" + text(step.input(), "connection") + "\n"
                + text(step.input(), "login").toLowerCase(Locale.ROOT);
        return HexFormat.of().formatHex(CanonicalJson.sha256(what.getBytes(StandardCharsets.UTF_8)));
    }

    private OktaDirectory directory(StepContext step) {
        return directories.named(step.tenant(), text(step.input(), "connection"));
    }

    private static NewUser newUser(StepContext step) {
        JsonNode input = step.input();
        List<String> groups = new ArrayList<>();
        input.path("groupIds").forEach(group -> groups.add(group.asText()));
        Map<String, Object> attributes = new HashMap<>();
        input.path("profile")
                .properties()
                .forEach(attribute ->
                        attributes.put(attribute.getKey(), attribute.getValue().asText()));
        return new NewUser(
                text(input, "firstName"),
                text(input, "lastName"),
                text(input, "email"),
                text(input, "login"),
                Optional.ofNullable(input.path("secondEmail").textValue()),
                attributes,
                step.intent().secret(),
                groups);
    }

    private static StepResult result(OktaUser user, JsonNode input) {
        ObjectNode outputs = StepResult.nothing().put("userId", user.id()).put("login", user.login());
        ObjectNode evidence = StepResult.nothing()
                .put("userId", user.id())
                .put("status", user.status().name());
        evidence.set("groupIds", input.path("groupIds"));
        return new StepResult(outputs, evidence, Map.of("login", Secret.of(user.login())));
    }

    private static String text(JsonNode input, String name) {
        String value = input.path(name).textValue();
        if (value == null || value.isBlank()) {
            throw new OktaFailure.InvalidProfile(
                    java.util.List.of(name), "the plan brings no " + name + " for the new account");
        }
        return value;
    }
}
