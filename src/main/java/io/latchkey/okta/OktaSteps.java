package io.latchkey.okta;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One handler for each way of moving an account, and of giving an application to a group. */
@Configuration(proxyBeanMethods = false)
class OktaSteps {

    private final NamedDirectories directories;
    private final Settling settling;

    OktaSteps(NamedDirectories directories, Settling settling) {
        this.directories = directories;
        this.settling = settling;
    }

    @Bean
    LifecycleStep activateUserStep() {
        return of(Lifecycle.ACTIVATE);
    }

    @Bean
    LifecycleStep reactivateUserStep() {
        return of(Lifecycle.REACTIVATE);
    }

    @Bean
    LifecycleStep suspendUserStep() {
        return of(Lifecycle.SUSPEND);
    }

    @Bean
    LifecycleStep unsuspendUserStep() {
        return of(Lifecycle.UNSUSPEND);
    }

    @Bean
    LifecycleStep deactivateUserStep() {
        return of(Lifecycle.DEACTIVATE);
    }

    @Bean
    LifecycleStep unlockUserStep() {
        return of(Lifecycle.UNLOCK);
    }

    @Bean
    LifecycleStep expirePasswordStep() {
        return of(Lifecycle.EXPIRE_PASSWORD);
    }

    @Bean
    AppOfGroupStep assignAppToGroupStep() {
        return new AppOfGroupStep(true, directories, settling);
    }

    @Bean
    AppOfGroupStep unassignAppFromGroupStep() {
        return new AppOfGroupStep(false, directories, settling);
    }

    private LifecycleStep of(Lifecycle act) {
        return new LifecycleStep(act, directories, settling);
    }
}
