package io.latchkey.faults;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.faults.Cluster.Outcome;
import io.latchkey.faults.Fault.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Plays many runs, on as many clusters as there are workers; within each, one after the other on one thread. */
final class Campaign implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SHOWN = 40;
    private static final Pattern FAULT_AT = Pattern.compile("([A-Z0-9_]+) at ([0-9]{1,6})");

    private final List<Cluster> clusters = new ArrayList<>();
    private final ExecutorService workers;

    Campaign(int workers) {
        this.workers = Executors.newFixedThreadPool(Math.max(1, workers));
        for (int i = 0; i < workers; i++) {
            clusters.add(new Cluster(NODES));
        }
    }

    /** One run that is to be played. */
    private record Job(String name, long seed, Plan plan) {}

    /**
     * What came of many runs.
     *
     * @param points how many were played
     * @param violations how many of them ended as they must not
     * @param found the first of these, to be read and replayed
     * @param millis how long a run took on average, by the clock of its worker
     * @param mailed completed requests whose accounts began with an activation mail
     * @param mails the activation mails that were sent for these
     */
    record Tally(int points, int violations, List<String> found, double millis, int mailed, int mails) {

        private static final JsonMapper JSON = new JsonMapper();

        /** Puts the counts into the report, and what explains them into a file beside it. */
        void into(Path report, String part, String counted) {
            put(report, part, JSON.createObjectNode().put(counted, points).put("violations", violations));
            ObjectNode details = JSON.createObjectNode()
                    .put("millisEach", Math.round(millis * 10) / 10.0)
                    .put("completedByMail", mailed)
                    .put("activationMails", mails);
            found.forEach(details.putArray("found")::add);
            put(report.resolveSibling("simulation.json"), part, details);
        }

        private static void put(Path file, String part, ObjectNode value) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                ObjectNode all =
                        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
                all.set(part, value);
                Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Plays one seed. */
    Outcome seed(long seed) {
        return clusters.get(0).play(seed, wild(seed));
    }

    /** Plays these faults and no others, each named as in {@code KILL_APPLIED at 12, KILL_SENT at 40}. */
    Outcome faults(String named) {
        Map<Integer, Fault> faults = new HashMap<>();
        for (String name : named.split(",")) {
            Matcher read = FAULT_AT.matcher(name.strip());
            if (!read.matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' was found where a fault was expected, as in 'KILL_APPLIED at 12'.");
            }
            faults.put(Integer.valueOf(read.group(2)), Fault.valueOf(read.group(1)));
        }
        return clusters.get(0).play(0, Plan.of(faults));
    }

    private static Plan wild(long seed) {
        return Plan.wild(new Random(seed * 31 + 3));
    }

    /** Random seeds from this one on. */
    Tally seeds(long first, long many) {
        return play(LongStream.range(first, first + many)
                .mapToObj(seed -> new Job("seed " + seed, seed, wild(seed)))
                .toList());
    }

    /** Every n-th of all faults at all points of an onboarding at which they can strike. */
    Tally singleFaults(int every) {
        List<Point> points = clusters.get(0).play(0, Plan.of(Map.of())).points();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (Fault fault : Fault.at(points.get(i))) {
                jobs.add(new Job(fault + " at " + i, 0, Plan.of(Map.of(i, fault))));
            }
        }
        return play(every(every, jobs));
    }

    /** Two crashes, the first at every n-th point, the second at any point that follows; every n-th of these pairs. */
    Tally crashPairs(int everyPoint, int every) {
        List<Job> jobs = new ArrayList<>();
        List<Point> points = clusters.get(0).play(0, Plan.of(Map.of())).points();
        for (int i = 0; i < points.size(); i += everyPoint) {
            for (Fault first : crashes(points.get(i))) {
                List<Point> after =
                        clusters.get(0).play(0, Plan.of(Map.of(i, first))).points();
                for (int j = i + 1; j < after.size(); j++) {
                    for (Fault second : crashes(after.get(j))) {
                        jobs.add(new Job(
                                first + " at " + i + ", " + second + " at " + j,
                                0,
                                Plan.of(Map.of(i, first, j, second))));
                    }
                }
            }
        }
        return play(every(every, jobs));
    }

    private static List<Job> every(int nth, List<Job> jobs) {
        List<Job> some = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i += nth) {
            some.add(jobs.get(i));
        }
        return some;
    }

    private static List<Fault> crashes(Point point) {
        return Fault.at(point).stream().filter(Fault::kills).toList();
    }

    private Tally play(List<Job> jobs) {
        AtomicInteger next = new AtomicInteger();
        var progress = new Progress(jobs.size());
        List<Future<Tally>> parts = new ArrayList<>();
        for (Cluster cluster : clusters) {
            parts.add(workers.submit(() -> play(cluster, jobs, next, progress)));
        }
        int violations = 0;
        double millis = 0;
        int mailed = 0;
        int mails = 0;
        List<String> found = new ArrayList<>();
        for (Future<Tally> part : parts) {
            Tally tally = result(part);
            violations += tally.violations;
            millis += tally.millis;
            mailed += tally.mailed;
            mails += tally.mails;
            found.addAll(tally.found);
        }
        return new Tally(jobs.size(), violations, found, millis / Math.max(1, jobs.size()), mailed, mails);
    }

    private static Tally play(Cluster cluster, List<Job> jobs, AtomicInteger next, Progress progress) {
        int violations = 0;
        int mailed = 0;
        int mails = 0;
        List<String> found = new ArrayList<>();
        long start = System.nanoTime();
        for (int at = next.getAndIncrement(); at < jobs.size(); at = next.getAndIncrement()) {
            Job job = jobs.get(at);
            Outcome outcome = cluster.play(job.seed, job.plan);
            mailed += outcome.facts().mailed;
            mails += outcome.facts().mails;
            if (!outcome.violations().isEmpty()) {
                violations++;
                String what = job.name + ": " + outcome.violations() + " after " + outcome.facts().struck;
                progress.violated(what);
                if (found.size() < SHOWN) {
                    found.add(what);
                }
            }
            progress.played();
        }
        return new Tally(0, violations, found, (System.nanoTime() - start) / 1e6, mailed, mails);
    }

    /** What a person sees who waits for an hour: once a minute how far it is, and at once what went wrong. */
    private static final class Progress {

        private static final long EVERY = TimeUnit.MINUTES.toNanos(1);

        private final int all;
        private final long began = System.nanoTime();
        private long toldAt = began;
        private int played;
        private int violations;

        Progress(int all) {
            this.all = all;
        }

        synchronized void violated(String what) {
            violations++;
            if (violations <= SHOWN) {
                tell("violated: " + what);
            }
        }

        synchronized void played() {
            played++;
            long now = System.nanoTime();
            if (now - toldAt >= EVERY || played == all) {
                toldAt = now;
                tell(played + " of " + all + " played in " + TimeUnit.NANOSECONDS.toSeconds(now - began) + " s, "
                        + violations + " violations");
            }
        }

        /** All logging is switched off while a cluster plays. */
        private static void tell(String line) {
            System.out.println("simulation: " + line);
        }
    }

    private static Tally result(Future<Tally> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        clusters.forEach(Cluster::close);
    }
}
