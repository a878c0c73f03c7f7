package io.latchkey.okta;

import com.okta.sdk.resource.model.CreateUserRequest;
import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.PasswordCredential;
import com.okta.sdk.resource.model.User;
import com.okta.sdk.resource.model.UserCredentials;
import com.okta.sdk.resource.model.UserGetSingleton;
import com.okta.sdk.resource.model.UserProfile;
import com.okta.sdk.resource.model.UserStatus;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the SDK's models and ours. The SDK's print passwords and profiles: they never leave this package. */
final class SdkModels {

    private SdkModels() {}

    static CreateUserRequest request(NewUser user) {
        var profile = new UserProfile();
        profile.setFirstName(user.firstName());
        profile.setLastName(user.lastName());
        profile.setEmail(user.email());
        profile.setLogin(user.login());
        user.secondEmail().ifPresent(profile::setSecondEmail);
        profile.setAdditionalProperties(new HashMap<>(user.attributes()));
        var request = new CreateUserRequest();
        request.setProfile(profile);
        request.setGroupIds(user.groupIds());
        user.temporaryPassword().ifPresent(secret -> {
            var password = new PasswordCredential();
            password.setValue(secret.reveal());
            var credentials = new UserCredentials();
            credentials.setPassword(password);
            request.setCredentials(credentials);
        });
        return request;
    }

    static OktaUser user(User user) {
        return user(
                user.getId(),
                user.getStatus(),
                user.getProfile(),
                user.getCreated(),
                user.getActivated(),
                user.getLastUpdated(),
                user.getLastLogin());
    }

    static OktaUser user(UserGetSingleton user) {
        return user(
                user.getId(),
                user.getStatus(),
                user.getProfile(),
                user.getCreated(),
                user.getActivated(),
                user.getLastUpdated(),
                user.getLastLogin());
    }

    private static OktaUser user(
            String id,
            @Nullable UserStatus status,
            UserProfile profile,
            OffsetDateTime created,
            @Nullable OffsetDateTime activated,
            @Nullable OffsetDateTime updated,
            @Nullable OffsetDateTime lastLogin) {
        return new OktaUser(
                id,
                status(status),
                profile.getLogin(),
                Optional.ofNullable(profile.getEmail()),
                created.toInstant(),
                instant(activated),
                instant(updated),
                instant(lastLogin));
    }

    static OktaGroup group(Group group) {
        String type = group.getType() == null ? "" : group.getType().toString();
        return new OktaGroup(
                group.getId(),
                Arrays.stream(OktaGroup.Type.values())
                        .filter(known -> known.name().equals(type))
                        .findFirst()
                        .orElse(OktaGroup.Type.UNKNOWN),
                group.getProfile().getName(),
                Optional.ofNullable(group.getProfile().getDescription()).filter(text -> !text.isEmpty()));
    }

    private static OktaUser.Status status(@Nullable UserStatus status) {
        String name = status == null ? "" : status.toString();
        return Arrays.stream(OktaUser.Status.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(OktaUser.Status.UNKNOWN);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
