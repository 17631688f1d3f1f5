using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Tests.Reports;

/// <summary>Reports of several real trainings of one task: seeds, freezings, folds, candidates.</summary>
public sealed class ReportsOfTrials : IDisposable
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(120, seed: 1), Validation = TinyTask.Rows(60, seed: 2);

    private readonly TinyEncoder _encoder = new();
    private readonly Lazy<TrainingReport> _seeds, _firstSeed, _ladder, _narrowLadder;
    private readonly Lazy<CrossValidationReport> _folds, _scoreFolds;
    private readonly Lazy<SearchReport> _search;

    public ReportsOfTrials()
    {
        TinyOptions options = TinyTask.Options(_encoder) with { RepresentationCache = null, Seed = 7 };
        TaskDefinition frozen = TinyTask.Sentiment(new(FreezeKind.All)), auto = TinyTask.Sentiment(new(FreezeKind.Auto));
        _seeds = new(() => Report(TinyTask.Sentiment(new(FreezeKind.All), new HeadDefinition { Pooling = [Pooling.Sum], Layers = LayerSelection.Of(0) }), Validation, options with { Seeds = 3, Epochs = 8, BestBy = ValidationMetric.Accuracy }));
        _firstSeed = new(() => Report(frozen, null, options with { Seeds = 2 }));
        _ladder = new(() => Report(auto, Validation, options with { BestBy = ValidationMetric.MacroF1 }));
        _narrowLadder = new(() => Report(auto, null, options with { FreezeBudget = TimeSpan.Zero }));
        _folds = new(() => TrainerRuntime.CrossValidate(TinyTask.Sentiment(), Train, 4, options with { BestBy = ValidationMetric.Accuracy }));
        _scoreFolds = new(() => TrainerRuntime.CrossValidate(TinyOutputs.Mood(), TinyOutputs.MoodRows(120, seed: 1), 3, options with { Epochs = 6, BestBy = ValidationMetric.Pearson }));
        _search = new(() => TrainerRuntime.Search(
            frozen, Train, Validation, new SearchSpace { HeadLearningRates = [1e-3, 1e-2], HiddenWidths = [[], [8]], Layers = [LayerSelection.Last, LayerSelection.Of(0)], Poolings = [[Pooling.Cls], [Pooling.Sum]] }, new(), options with { HeadLearningRate = 1e-9 }));
    }

    internal TrainingReport Seeds => _seeds.Value;

    internal TrainingReport SeedsWithoutValidation => _firstSeed.Value;

    internal TrainingReport Ladder => _ladder.Value;

    internal TrainingReport LadderWithoutTime => _narrowLadder.Value;

    internal CrossValidationReport Folds => _folds.Value;

    internal CrossValidationReport ScoreFolds => _scoreFolds.Value;

    internal SearchReport Search => _search.Value;

    public void Dispose() => _encoder.Dispose();

    private static TrainingReport Report(TaskDefinition task, IReadOnlyList<LabeledTexts>? validation, TinyOptions options)
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(task, Train, validation, options);
        return outcome.Report;
    }
}
