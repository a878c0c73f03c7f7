package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A look answers every hint that came before it, whatever becomes of it, and however many ask at once. */
class LooksIT extends WorkTest {

    @Test
    void asksOnceHoweverManyHints() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        looks.does(subject -> {
            begun.countDown();
            waitFor(goOn);
            return Optional::empty;
        });
        look("1");
        waitFor(begun);

        look("1");
        look("1");
        look("1");
        goOn.countDown();

        await().until(() -> waiting() == 0);
        assertThat(looks.seen).containsExactly("1", "1");
    }

    @Test
    void startsTheRunThatFollows() {
        looks.does(subject -> () -> Optional.of(run(subject, "a", "b")));

        look("42");

        await().until(() -> endings.completed.contains("42"));
        assertThat(steps.acted).containsExactly("a", "b");
        assertThat(steps.looked).isEmpty();
    }

    @Test
    void parksWhatWillNotPassAndLooksAgainWhenAsked() {
        looks.does(subject -> {
            throw new Refusal();
        });

        look("7");

        await().until(() -> state("7").equals("parked"));
        looks.does(subject -> Optional::empty);
        look("7");
        await().until(() -> waiting() == 0);
        assertThat(looks.seen).containsExactly("7", "7");
    }

    @Test
    void looksAgainWhenAskedDuringALookThatIsThenParked() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger looked = new AtomicInteger();
        looks.does(subject -> {
            if (looked.incrementAndGet() == 1) {
                begun.countDown();
                waitFor(goOn);
                throw new Refusal();
            }
            return Optional::empty;
        });
        look("6");
        waitFor(begun);

        look("6");
        goOn.countDown();

        await().until(() -> state("6").equals("gone"));
        assertThat(looked).hasValue(2);
    }

    @Test
    void parksALookWhoseConclusionFailsEveryTime() {
        looks.does(subject -> () -> {
            throw new IllegalStateException("poison");
        });

        look("5");

        await().until(() -> state("5").equals("parked"));
        assertThat(looks.seen).hasSize(3);
    }

    @Test
    void parksALookWhoseRunCannotBegin() {
        steps.refusesToIntend("a", new Refusal());
        looks.does(subject -> () -> Optional.of(run(subject, "a")));

        look("4");

        await().until(() -> state("4").equals("parked"));
    }

    @Test
    void triesAParkedLookAgainAfterAWhile() {
        looks.does(subject -> {
            throw new Refusal();
        });
        look("7");
        await().until(() -> state("7").equals("parked"));

        transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));
        assertThat(state("7")).isEqualTo("parked");
        age("7", "1 hour");
        looks.does(subject -> Optional::empty);
        transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));

        await().until(() -> state("7").equals("gone"));
        assertThat(looks.seen).containsExactly("7", "7");
    }

    @Test
    void leavesALookParkedThatHasFailedForTooLong() {
        looks.does(subject -> {
            throw new Refusal();
        });
        look("8");
        await().until(() -> state("8").equals("parked"));
        age("8", "8 days");

        transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));

        assertThat(state("8")).isEqualTo("parked");
    }

    @Test
    void countsItsTimeAnewWhenAParkedLookIsAskedForAgain() {
        looks.does(subject -> {
            throw new Refusal();
        });
        look("10");
        await().until(() -> state("10").equals("parked"));
        age("10", "8 days");
        look("10");
        await().until(() -> looks.seen.size() == 2 && state("10").equals("parked"));
        age("10", "1 hour");
        looks.does(subject -> Optional::empty);

        transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));

        await().until(() -> state("10").equals("gone"));
    }

    @Test
    void waitsForLimitsWithoutCountingThem() {
        AtomicInteger tries = new AtomicInteger();
        looks.does(subject -> {
            if (tries.incrementAndGet() <= 5) {
                throw new Limited();
            }
            return Optional::empty;
        });

        look("3");

        await().until(() -> state("3").equals("gone"));
        assertThat(tries).hasValue(6);
    }

    @Test
    void countsFailuresAnewWhenAParkedLookIsAskedForAgain() {
        looks.does(subject -> {
            throw new Passing();
        });
        look("9");
        await().until(() -> state("9").equals("parked"));

        look("9");

        await().until(() -> looks.seen.size() == 6 && state("9").equals("parked"));
    }

    private void age(String subject, String by) {
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update work_item set created_at = created_at - ?::interval,"
                                + " ended_at = ended_at - ?::interval where subject = ?")
                        .params(by, by, subject)
                        .update());
    }

    /** Signals are stored by many threads while slots go idle all the time; each must be looked at. */
    @Tag("slow")
    @Test
    void losesNoWakeUp() throws InterruptedException {
        int each = 100;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int thread = 0; thread < 8; thread++) {
            int number = thread;
            threads.execute(() -> {
                for (int i = 0; i < each; i++) {
                    look(number + "-" + i);
                }
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 0);
        assertThat(looks.seen).hasSize(8 * each).doesNotHaveDuplicates();
    }
}
