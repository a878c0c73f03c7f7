package io.latchkey.contracts;

import io.latchkey.sandbox.http.Exchange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Holds exchanges against the document that describes them, and counts. */
final class ExchangeCheck {

    private final Map<VendorDocument, Contract> contracts = new EnumMap<>(VendorDocument.class);
    private final Map<VendorDocument, Integer> checked = new EnumMap<>(VendorDocument.class);
    private final Map<String, Integer> wrong = new HashMap<>();

    void check(Exchange exchange) {
        VendorDocument document = VendorDocument.of(exchange).orElse(null);
        if (document == null) {
            note(exchange.method() + " " + exchange.path() + ": no document describes this path");
            return;
        }
        Contract contract = contracts.computeIfAbsent(document, Contract::of);
        Stream.concat(contract.wrongInRequest(exchange).stream(), contract.wrongInAnswer(exchange).stream())
                .forEach(this::note);
        checked.merge(document, 1, Integer::sum);
    }

    private void note(String sentence) {
        wrong.merge(sentence, 1, Integer::sum);
    }

    /** How many exchanges were held against each document. */
    Map<VendorDocument, Integer> checked() {
        return checked;
    }

    /** Each breach once. */
    List<String> wrong() {
        return new ArrayList<>(wrong.keySet());
    }

    /** The count, for the log of a build. */
    String summary() {
        List<String> parts = new ArrayList<>();
        checked.forEach((document, count) -> parts.add(document.file() + " " + count));
        int all = checked.values().stream().mapToInt(Integer::intValue).sum();
        return "contracts: checked " + all + " exchanges: " + String.join(", ", parts);
    }
}
