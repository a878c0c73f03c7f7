package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppsOfOktaTest {

    @ParameterizedTest
    @CsvSource({
        "saasure, true",
        "flow, true",
        "partner_portal, true",
        "okta_flow_sso, true",
        "okta_atspoke_sso, true",
        "okta_access_requests_resource_catalog, true",
        "okta_iga_reviewer, true",
        "okta_something_of_tomorrow, true",
        "bookmark, false",
        "github, false",
        "salesforce, false",
        "flowdock, false",
        "oktopus_crm_1, false",
        "okta-acme_wiki_1, false"
    })
    void areToldByTheirNames(String name, boolean ofOkta) {
        assertThat(AppsOfOkta.isOne(name)).isEqualTo(ofOkta);
    }
}
