package io.latchkey.provisioning.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs a second administrator, where one is required. */
class PartTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SECOND_ADMINISTRATOR|{\"required\":true}|{\"required\":false}|true",
                "SECOND_ADMINISTRATOR|{\"required\":false}|{\"required\":true}|false",
                "BREAKER|{\"accountsPerHour\":5}|{\"accountsPerHour\":6}|true",
                "BREAKER|{\"accountsPerHour\":5}|{\"accountsPerHour\":null}|true",
                "BREAKER|{\"accountsPerHour\":5,\"membershipsPerHour\":1}|{\"accountsPerHour\":4,\"membershipsPerHour\":2}|true",
                "BREAKER|{\"accountsPerHour\":5}|{\"accountsPerHour\":4}|false",
                "BREAKER|{\"accountsPerHour\":null}|{\"accountsPerHour\":4}|false",
                "BREAKER|{\"accountsPerHour\":5}|{\"accountsPerHour\":5}|false",
                "EMAIL_DOMAINS|{\"domains\":[\"a.com\"]}|{\"domains\":[\"a.com\",\"b.com\"]}|true",
                "EMAIL_DOMAINS|{\"domains\":[\"a.com\"]}|{\"domains\":[\"b.com\"]}|true",
                "EMAIL_DOMAINS|{\"domains\":[\"a.com\"]}|{\"domains\":null}|true",
                "EMAIL_DOMAINS|{\"domains\":[]}|{\"domains\":[\"a.com\"]}|true",
                "EMAIL_DOMAINS|{\"domains\":null}|{\"domains\":[\"a.com\"]}|false",
                "EMAIL_DOMAINS|{\"domains\":[\"a.com\"]}|{\"domains\":[]}|false",
                "ALLOWED_GROUPS|{\"groups\":[{\"id\":\"1\"}]}|{\"groups\":[{\"id\":\"1\"},{\"id\":\"2\"}]}|true",
                "ALLOWED_GROUPS|{\"groups\":[{\"id\":\"1\"}]}|{\"groups\":[]}|false",
                "ALLOWED_APPS|{\"apps\":[{\"id\":\"1\"}]}|{\"apps\":[{\"id\":\"1\"},{\"id\":\"2\"}]}|true",
                "ALLOWED_APPS|{\"apps\":[{\"id\":\"1\"}]}|{\"apps\":[{\"id\":\"2\"}]}|true",
                "ALLOWED_APPS|{\"apps\":[{\"id\":\"1\"}]}|{\"apps\":[]}|false",
                "PROTECTED_GROUPS|{\"groups\":[{\"id\":\"1\"}]}|{\"groups\":[{\"id\":\"2\"}]}|true",
                "PROTECTED_GROUPS|{\"groups\":[]}|{\"groups\":[{\"id\":\"2\"}]}|false",
                "PROTECTED_PEOPLE|{\"people\":[{\"id\":\"1\"}]}|{\"people\":[]}|true",
                "PROTECTED_PEOPLE|{\"people\":[{\"id\":\"1\"}]}|{\"people\":[{\"id\":\"1\"},{\"id\":\"2\"}]}|false"
            })
    void whatLoosens(Part part, String old, String now, boolean loosens) throws JsonProcessingException {
        assertThat(part.loosens(JSON.readTree(old), JSON.readTree(now))).isEqualTo(loosens);
    }
}
