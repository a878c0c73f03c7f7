package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Creates an account, with its groups in the same call, since the groups decide which password policy applies.
 *
 * <p>Input: {@code connection}, {@code login}, {@code email}, {@code firstName}, {@code lastName}, optional
 * {@code secondEmail} and {@code profile}, {@code groupIds}, and {@code delivery}: {@code comment} and {@code reveal} set a
 * temporary password that must be changed at the first login, {@code activation} lets Okta send its activation mail, {@code staged}
 * leaves the account so that nobody can use it until it is activated.
 */
@Component
class CreateUserStep implements StepHandler {

    static final String KIND = "okta.create-user";

    private static final Set<String> WITH_PASSWORD = Set.of("comment", "reveal");
    private static final String UNPROVEN = "okta.account-unproven";
    private static final String UNCERTAIN = "Latchkey does not know whether it has created the account already.";

    private final NamedDirectories directories;
    private final PasswordGenerator passwords;
    private final Settling settling;

    CreateUserStep(NamedDirectories directories, PasswordGenerator passwords, Settling settling) {
        this.directories = directories;
        this.passwords = passwords;
        this.settling = settling;
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
        Optional<Secret> password =
                WITH_PASSWORD.contains(input.path("delivery").asText())
                        ? Optional.of(passwords.generate(
                                text(input, "login"), text(input, "firstName"), text(input, "lastName")))
                        : Optional.empty();
        return new Intent(settling.begin(), password, Optional.of(claim(step)));
    }

    @Override
    public StepResult act(StepContext step) {
        OktaDirectory directory = directory(step);
        if (!step.isRepeat() && step.claimedBefore().isPresent()) {
            // A stopped run of the same request may have made it already; a repeat has looked.
            Optional<StepResult> made = look(step);
            if (made.isPresent()) {
                return made.get();
            }
        }
        step.beforeCall();
        try {
            return result(directory.createUser(newUser(step), !isStaged(step)), step.input());
        } catch (OktaFailure.LoginTaken taken) {
            // An earlier attempt of ours may have taken effect after we looked; the System Log tells whose it is.
            return look(step).orElseThrow(() -> hidden(step, taken));
        }
    }

    private static boolean isStaged(StepContext step) {
        return step.input().path("delivery").asText().equals("staged");
    }

    /** Okta: an account may answer 404 for a moment after it was created; who has the login cannot be told yet. */
    private RuntimeException hidden(StepContext step, OktaFailure.LoginTaken taken) {
        return step.isRepeat()
                ? settling.notShown(
                        step,
                        UNPROVEN,
                        UNCERTAIN + " Okta says that its login is in use now, but shows no account with it, so Latchkey"
                                + " cannot tell whose it is. A person has to decide if this stays so.")
                : taken;
    }

    @Override
    public Optional<StepResult> look(StepContext step) {
        OktaDirectory directory = directory(step);
        step.beforeCall();
        Optional<OktaUser> existing = directory.findUser(text(step.input(), "login"));
        if (existing.isEmpty()) {
            existing = createdMeanwhile(step, directory);
        }
        return existing.map(user -> ours(step, directory, user));
    }

    /** What was done, if the account is ours; anything else is thrown. */
    private StepResult ours(StepContext step, OktaDirectory directory, OktaUser user) {
        if (step.isClaimedElsewhere()) {
            throw new OktaFailure.LoginTaken(
                    "an account with this login exists, and more than one request set out to create it, so it cannot be"
                            + " told whose it is; it was left untouched");
        }
        Instant since = settling.since(step);
        if (user.created().isBefore(since) && user.status() == OktaUser.Status.DEPROVISIONED) {
            throw new OktaFailure.LoginTaken(
                    "a deactivated account (DEPROVISIONED) holds this login since before; it was left untouched."
                            + " Activate that account instead, or rename or delete it in Okta and retry");
        }
        if (user.created().isBefore(since)) {
            throw new OktaFailure.LoginTaken(
                    "an account with this login existed before Latchkey tried to create it; it was left untouched");
        }
        step.beforeCall();
        Optional<Boolean> ours = directory.createdByUs(user.id(), text(step.input(), "login"), since);
        if (ours.isEmpty()) {
            throw settling.notShown(
                    step,
                    UNPROVEN,
                    UNCERTAIN
                            + " An account with this login exists now, but Okta's System Log does not say who created it, so"
                            + " Latchkey does not touch it. It is asked for minutes; if it stays so, a person has to"
                            + " decide.");
        }
        if (!ours.get()) {
            throw new OktaFailure.LoginTaken(
                    "the account with this login was not created for this request; it was left untouched");
        }
        demandUntouched(user, step);
        demandGroups(user, step, directory);
        return result(user, step.input());
    }

    /**
     * An account that its login does not find although a lost attempt of ours may have made it, of this run or of a stopped one of the
     * same request. One that a person has renamed meanwhile is not made again, nor one of this run that a person has deleted, as far as
     * Okta's log shows it; whoever has deleted what an earlier run made wants it made anew. While the log may lag behind, a new account
     * with this name is waited for: whoever got another login has kept the name, mostly.
     *
     * @return the account, when Okta has come to show it under its login since that was asked for; empty when there is none
     */
    private Optional<OktaUser> createdMeanwhile(StepContext step, OktaDirectory directory) {
        String login = text(step.input(), "login");
        Instant intended = settling.since(step);
        Instant since = step.claimedBefore()
                .map(settling::since)
                .filter(intended::isAfter)
                .orElse(intended);
        boolean hasVanished = false;
        step.beforeCall();
        for (SystemLog.Creation creation : directory.createdAs(login, since)) {
            step.beforeCall();
            Optional<OktaUser> user = directory.user(creation.userId());
            if (user.filter(shown -> shown.login().equalsIgnoreCase(login)).isPresent()) {
                return user;
            }
            if (user.isPresent()) {
                throw renamed(creation.at().isBefore(intended));
            }
            hasVanished |= step.isRepeat() && !creation.at().isBefore(intended);
        }
        if (hasVanished) {
            throw settling.notShown(
                    step,
                    "okta.account-changed",
                    "Okta's System Log says that Latchkey created the account, but Okta does not show it. If it stays so,"
                            + " a person has deleted it; no other one is created.");
        }
        demandNamesakesExplained(step, directory, since);
        return Optional.empty();
    }

    private static OktaFailure renamed(boolean byEarlierRun) {
        return new OktaFailure.AccountChanged(
                byEarlierRun
                        ? "Latchkey has made the account for this request before, when it was approved the last time, and it"
                                + " has another login now: a person has changed it, so it was left untouched and no other"
                                + " one was created. Finish it by hand, or delete it and retry"
                        : "the account that Latchkey created has another login now: a person has changed it, so it was left"
                                + " untouched and no other one was created");
    }

    /** Those that are so old that the log would show them are not ours: it was asked for what we made with this login. */
    private void demandNamesakesExplained(StepContext step, OktaDirectory directory, Instant intended) {
        Instant since = settling.laterThanShown(intended);
        step.beforeCall();
        Set<String> namesakes =
                Set.copyOf(directory.idsNamed(text(step.input(), "firstName"), text(step.input(), "lastName"), since));
        if (namesakes.isEmpty()) {
            return;
        }
        step.beforeCall();
        if (namesakes.size() >= OktaDirectory.NAMESAKES
                || !directory.createdByOthers(namesakes, text(step.input(), "login"), since)) {
            throw settling.notShown(
                    step,
                    UNPROVEN,
                    UNCERTAIN
                            + " Okta shows none with its login, but a new one with this name, and its System Log does not"
                            + " say who created that, so no other one is created. It is asked for minutes; if it stays"
                            + " so, a person has to decide.");
        }
    }

    /** What a person did to the account before it was handed over stands; the password that was sent must still be it. */
    private static void demandUntouched(OktaUser user, StepContext step) {
        if (user.status() == OktaUser.Status.DEPROVISIONED || user.status() == OktaUser.Status.SUSPENDED) {
            throw new OktaFailure.AccountChanged(
                    "a person has deactivated or suspended the account that Latchkey created"
                            + " before it was handed over; it was left so");
        }
        boolean isUsed = user.lastLogin() != null || user.status() == OktaUser.Status.RECOVERY;
        if (isUsed && step.intent().secret().isPresent()) {
            throw new OktaFailure.AccountChanged("somebody has used the account that Latchkey created, or has had its"
                    + " password reset, before it was handed over; its password was left as it is");
        }
    }

    /** Its groups were set in the call that created it; they are read, since its answer was not. */
    private void demandGroups(OktaUser user, StepContext step, OktaDirectory directory) {
        Set<String> present = groupsOf(user, step, directory);
        for (JsonNode group : step.input().path("groupIds")) {
            if (!present.contains(group.asText())) {
                throw settling.notShown(
                        step,
                        "okta.membership-unproven",
                        "Okta does not show the account, which Latchkey created, in all of its groups. If it stays so, a"
                                + " person has taken it out of one; it was left so.");
            }
        }
    }

    /** Okta: an account that its login finds may still have no groups to read, for a moment after it was created. */
    private Set<String> groupsOf(OktaUser user, StepContext step, OktaDirectory directory) {
        step.beforeCall();
        return settling.present(
                step,
                () -> directory.groupsOf(user.id()).stream().map(OktaGroup::id).collect(Collectors.toSet()));
    }

    /** One account per app in Okta and login, whoever asks for it and by whichever connection. */
    private String claim(StepContext step) {
        return "okta-account\n" + directories.app(step.tenant(), text(step.input(), "connection")) + "\n"
                + text(step.input(), "login").toLowerCase(Locale.ROOT);
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
        if (input.path("delivery").asText().equals("reveal")) {
            outputs.put(LinkStep.MADE_AT, user.created().toString());
        }
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

    /** What was made is not deleted: deactivated, it gives nobody access and can be brought back. */
    @Override
    public Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return Optional.of(AccountStep.undoing(done, Lifecycle.DEACTIVATE.kind(), outputs));
    }
}
