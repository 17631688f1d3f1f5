using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Training.Trials;

/// <summary>Successive halving over a space, on validation rows alone.</summary>
public sealed class SearchTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    private static readonly TaskDefinition Task = TinyTask.Sentiment(new(FreezeKind.All));
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(180, seed: 1), Validation = TinyTask.Rows(90, seed: 2);

    // The sum of the embeddings counts words, which the last [CLS] of an untrained encoder does not.
    private static readonly SearchSpace Space = new()
    {
        HeadLearningRates = [1e-3, 1e-2],
        HiddenWidths = [[], [8]],
        Layers = [LayerSelection.Last, LayerSelection.Of(0)],
        Poolings = [[Pooling.Cls], [Pooling.Sum]],
    };

    [Fact]
    public void All_start_on_a_ninth_of_the_rows_and_the_better_third_goes_on_to_thrice_as_many()
    {
        SearchReport report = Search(Space);

        Assert.Equal([16, 7, 4], report.Trials.GroupBy(trial => trial.Round).Select(round => round.Count()));
        Assert.Equal([20, 60, 180], report.Trials.Select(trial => trial.TrainingRows).Distinct());
        foreach (int round in (int[])[1, 2])
        {
            int[] next = [.. report.Trials.Where(trial => trial.Round == round + 1).Select(trial => trial.Number)];
            SearchTrial[] ranked = [.. report.Trials.Where(trial => trial.Round == round && trial.Number != 1).OrderBy(trial => trial.Value)];
            Assert.Equal([1, .. ranked.Take(next.Length - 1).Select(trial => trial.Number)], next);
        }
    }

    [Fact]
    public void What_is_better_than_the_spec_by_more_than_the_noise_is_found_and_written_as_a_spec()
    {
        // The options' own rate is too low to learn anything.
        SearchReport report = TrainerRuntime.Search(Task, Train, Validation, Space, new(), TinyTask.Options(encoder) with { RepresentationCache = null, Epochs = 12, HeadLearningRate = 1e-9 });

        Assert.True(report.BeatsDefault);
        Assert.InRange(report.Best.Candidate.HeadLearningRate, 1e-3, 1e-2);
        Assert.Equal(report.Default.Value - report.Best.Value, report.Gain, 1e-6);
        Assert.Equal(report.Best.Candidate.ToYaml(), report.ToYaml());
    }

    [Fact]
    public void Where_nothing_is_better_than_the_spec_that_is_said()
    {
        SearchReport report = Search(new SearchSpace { HeadLearningRates = [1e-2, 1.0001e-2, 1e-9] });

        Assert.False(report.BeatsDefault);
        Assert.Equal("# Nothing that was tried is better than this spec's values by more than the noise.\n", report.ToYaml());
    }

    [Fact]
    public void A_text_is_encoded_once_for_each_reading_at_most() =>
        Assert.InRange(Search(Space).FrozenPasses.Texts, 4 * Validation.Count, 4 * (Train.Count + Validation.Count));

    [Fact]
    public void Another_reading_is_the_only_thing_for_which_texts_are_encoded_again()
    {
        SearchReport report = Search(new SearchSpace { HeadLearningRates = [1e-3, 3e-3, 1e-2, 3e-2], HiddenWidths = [[], [8], [4, 4]] });

        Assert.Equal(12 + 5 + 3, report.Trials.Count);
        Assert.Equal(Train.Count + Validation.Count, report.FrozenPasses.Texts);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_finds_the_same()
    {
        SearchReport one = Search(Space, new SearchBudget { Trials = 9 }), other = Search(Space, new SearchBudget { Trials = 9 });

        Assert.Equal(one.Trials.Select(trial => (trial.Number, trial.Round, trial.Value, trial.Candidate.ToYaml())), other.Trials.Select(trial => (trial.Number, trial.Round, trial.Value, trial.Candidate.ToYaml())));
    }

    [Fact]
    public void A_search_that_was_stopped_or_cut_in_a_line_repeats_no_finished_trial()
    {
        using var folder = new TemporaryFolder();
        var budget = new SearchBudget { Trials = 9, Folder = folder["search"] };
        SearchReport unbroken = Search(Space, budget with { Folder = null });
        int epochs = 0;
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Search(Space, budget, new OnProgress(moment =>
        {
            if (moment is { Stage: TrainingStage.Training, Step: 1, Epoch: 1 } && ++epochs == 6)
            {
                cancellation.Cancel();
            }
        }), cancellation.Token));
        string table = Path.Combine(folder["search"], "trials.jsonl");
        string[] lines = File.ReadAllLines(table);
        File.WriteAllText(table, string.Join('\n', lines[..4]) + "\n" + lines[4][..^9]);

        SearchReport resumed = Search(Space, budget);

        Assert.Equal(5, lines.Length);
        Assert.Equal(4, resumed.Trials.Count(trial => trial.IsRemembered));
        Assert.Equal(unbroken.Trials.Select(trial => (trial.Number, trial.Round, trial.Value)), resumed.Trials.Select(trial => (trial.Number, trial.Round, trial.Value)));
        Assert.Equal((unbroken.Gain, unbroken.Noise), (resumed.Gain, resumed.Noise));
        Assert.All(Search(Space, budget).Trials, trial => Assert.True(trial.IsRemembered));
    }

    [Fact]
    public void When_the_time_is_over_the_best_so_far_is_told()
    {
        SearchReport report = Search(Space, new SearchBudget { Time = TimeSpan.FromMilliseconds(1) });

        Assert.True(report.RanOutOfTime);
        Assert.InRange(report.Trials.Count, 1, 15);
        Assert.Equal(1, report.Default.Number);
    }

    [Fact]
    public void A_candidate_stands_in_a_spec_as_numbers_that_yaml_reads()
    {
        var candidate = new SearchCandidate
        {
            HeadLearningRate = 1e-5,
            LearningRate = 2e-5,
            Head = new HeadDefinition { Pooling = [Pooling.Cls, Pooling.Mean], Layers = LayerSelection.LastLayers(4), Hidden = [128], Activation = HeadActivation.Gelu },
            Freeze = new(FreezeKind.AllButTop, 2),
        };

        Assert.Equal(
            "head: { pooling: [cls, mean], layers: { last: 4 }, hidden: [128], activation: gelu, dropout: 0.1 }\nfreeze: { all_but_top: 2 }\ntraining:\n  head_learning_rate: 0.00001\n  learning_rate: 0.00002\n",
            candidate.ToYaml());
    }

    [Fact]
    public void A_search_without_validation_rows_or_with_phases_is_refused()
    {
        Assert.Contains("180 and 0", Assert.Throws<TrainingException>(() => TrainerRuntime.Search(Task, Train, [], Space, new(), TinyTask.Options(encoder))).Message, StringComparison.Ordinal);
        TaskDefinition phases = Task with { Phases = [new(1, new(FreezeKind.All))] };
        Assert.Contains("has phases", Assert.Throws<TrainingException>(() => TrainerRuntime.Search(phases, Train, Validation, Space, new(), TinyTask.Options(encoder))).Message, StringComparison.Ordinal);
    }

    private SearchReport Search(SearchSpace space, SearchBudget? budget = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        TrainerRuntime.Search(Task, Train, Validation, space, budget ?? new(), TinyTask.Options(encoder) with { RepresentationCache = null, Epochs = 12 }, progress, cancellation);
}
