package io.latchkey.tenant.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.HttpMethod;

/** Each call that the node makes is judged as {@code frontend/forge/scopes.ts} judges it, from which the manifest's scopes follow. */
class NeededScopeTest {

    /** As {@code callsIn} of scopes.ts finds them. */
    private static final Pattern CALL = Pattern.compile("\"(/(?:rest|gateway|jira/forms|app)/[^\"?\\s]*)");

    /** A line of the table of scopes.ts. */
    private static final Pattern JUDGED = Pattern.compile("(?m)^ {2}\\[/\\^(.+)\\$/((?:, '[a-z:-]+')*)],$");

    private static final Pattern SCOPE = Pattern.compile("'([a-z:-]+)'");

    private record Judged(Pattern path, Set<String> scopes) {}

    @TestFactory
    Stream<DynamicTest> agreesWithTheTableOfTheManifest() throws IOException {
        List<Judged> table = table();

        return calls().stream()
                .map(call -> DynamicTest.dynamicTest(call, () -> {
                    Set<String> scopes = table.stream()
                            .filter(judged -> judged.path().matcher(call).matches())
                            .map(Judged::scopes)
                            .findFirst()
                            .orElseThrow();

                    assertThat(ofMethods(call, HttpMethod.GET, HttpMethod.POST)).containsAll(scopes);
                    assertThat(ofMethods(
                                    call,
                                    scopes.stream().allMatch(NeededScopeTest::writes)
                                            ? HttpMethod.POST
                                            : HttpMethod.GET))
                            .isSubsetOf(scopes);
                }));
    }

    @Test
    void findsWhatItCompares() throws IOException {
        assertThat(table()).hasSizeGreaterThan(8);
        assertThat(calls()).hasSizeGreaterThan(12);
    }

    @Test
    void takesASearchForReadingAndWhatChangesForWriting() {
        String site = "/ex/jira/0a1b/rest/api/3/";

        assertThat(NeededScope.of(HttpMethod.POST, site + "search/jql")).contains("read:jira-work");
        assertThat(NeededScope.of(HttpMethod.PUT, site + "issue/10001/comment/7"))
                .contains("write:jira-work");
        assertThat(NeededScope.of(HttpMethod.DELETE, site + "issue/10001/comment/7"))
                .contains("write:jira-work");
        assertThat(NeededScope.of(HttpMethod.POST, site + "permissions/check")).isEmpty();
    }

    private static boolean writes(String scope) {
        return !scope.startsWith("read:");
    }

    private static Set<String> ofMethods(String call, HttpMethod... methods) {
        return Stream.of(methods)
                .map(method -> NeededScope.of(method, call))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static List<Judged> table() throws IOException {
        return JUDGED.matcher(Files.readString(Path.of("frontend/forge/scopes.ts")))
                .results()
                .map(line -> new Judged(
                        Pattern.compile(line.group(1)),
                        SCOPE.matcher(line.group(2))
                                .results()
                                .map(found -> found.group(1))
                                .collect(Collectors.toSet())))
                .toList();
    }

    private static Set<String> calls() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            Set<String> calls = new TreeSet<>();
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                CALL.matcher(Files.readString(source))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .forEach(calls::add);
            }
            return calls;
        }
    }
}
