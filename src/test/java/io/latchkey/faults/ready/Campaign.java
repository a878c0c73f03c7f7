package io.latchkey.faults.ready;

import io.latchkey.faults.ready.oracle.Deed;
import io.latchkey.faults.ready.oracle.Judge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays one recipe without a trouble, and then with each of its troubles; tells what was wrong. */
final class Campaign {

    private final Stage stage;
    private final ReadyRecipe recipe;
    private final Played undisturbed;
    private final Judge judge;
    private final Map<String, List<String>> violations = new LinkedHashMap<>();
    private final Map<String, Integer> endings = new LinkedHashMap<>();
    private int played;
    private int neverStruck;
    private int withoutEffect;

    Campaign(Stage stage, ReadyRecipe recipe) {
        this.stage = stage;
        this.recipe = recipe;
        this.undisturbed = stage.play(recipe, null);
        this.judge = new Judge(undisturbed.result(), recipe == ReadyRecipe.BREAK_GLASS);
        if (!undisturbed.result().ending().equals("completed")
                || !undisturbed.wrong().isEmpty()) {
            throw new AssertionError(recipe + " ends as " + undisturbed.result().ending() + " without any fault: "
                    + undisturbed.wrong() + "\n" + String.join("\n", undisturbed.trace()));
        }
    }

    ReadyRecipe recipe() {
        return recipe;
    }

    Played undisturbed() {
        return undisturbed;
    }

    /** Every trouble at every point at which it can strike. */
    List<Trouble> all() {
        List<Trouble> all = new ArrayList<>();
        for (Point point : undisturbed.points()) {
            for (Trouble.Kind kind : Trouble.Kind.values()) {
                if (kind.strikes(point) && (kind != Trouble.Kind.UNGROUPED || recipe.isAboutAGroup())) {
                    all.add(new Trouble(kind, point));
                }
            }
        }
        return all;
    }

    /** Plays it; what is wrong is kept, with what happened. */
    void play(Trouble trouble) {
        List<String> wrong = new ArrayList<>();
        List<String> trace = List.of();
        String ending = "never at rest";
        try {
            Played one = stage.play(recipe, trouble);
            trace = one.trace();
            ending = one.result().ending();
            neverStruck += one.struck() ? 0 : 1;
            boolean isInVain =
                    trouble.kind().deed() != Deed.Kind.NOTHING && one.deed().kind() == Deed.Kind.NOTHING;
            withoutEffect += one.struck() && isInVain ? 1 : 0;
            wrong.addAll(judge.wrong(one.result(), one.deedAtRest(), one.deed()));
            wrong.addAll(one.wrong());
        } catch (RuntimeException e) {
            wrong.add(e.toString());
        }
        played++;
        Report.tell(recipe.file() + ", " + trouble + ": " + ending + (wrong.isEmpty() ? "" : ", WRONG " + wrong));
        endings.merge(trouble.kind() + ": " + ending, 1, Integer::sum);
        if (!wrong.isEmpty()) {
            List<String> story = new ArrayList<>(wrong);
            story.add("ended as " + ending);
            trace.forEach(line -> story.add("    " + line));
            violations.put(trouble.toString(), story);
        }
    }

    int played() {
        return played;
    }

    /** Plays whose point never came: an earlier difference between two plays of the same recipe. */
    int neverStruck() {
        return neverStruck;
    }

    /** Plays in which a person came too late, or found nothing to change. */
    int withoutEffect() {
        return withoutEffect;
    }

    /** How often each trouble led to each ending. */
    Map<String, Integer> endings() {
        return endings;
    }

    /** By trouble, what was wrong and what happened. */
    Map<String, List<String>> violations() {
        return violations;
    }
}
