using System.Diagnostics;
using CodegenBert.Data;
using CodegenBert.Data.Splits;
using CodegenBert.Evaluation;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Training;
using CodegenBert.Training.Trials;

namespace CodegenBert.Runtime;

/// <summary>Searches a space by successive halving over shares of the training rows.</summary>
internal sealed class RecipeSearch
{
    /// <summary>Of each round's candidates one in so many goes on, on so many times the rows.</summary>
    private const int Halving = 3;

    /// <summary>A share of the rows must hold so many for each label, on average, to tell candidates apart.</summary>
    private const int LeastRowsPerLabel = 4;

    private readonly TaskDefinition _task;
    private readonly TrainingOptions _options;
    private readonly RunSeries _series;
    private readonly IReadOnlyList<LabeledTexts> _rows;
    private readonly EncodedRows _train;
    private readonly EncodedRows _validation;
    private readonly SearchBudget _budget;
    private readonly TrialTable _table;
    private readonly List<SearchTrial> _trials = [];
    private readonly Dictionary<SearchTrial, ScoredOutputs> _outputs = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private EncoderPasses _passes;
    private bool _ranOutOfTime;

    /// <summary>Tokenizes the rows.</summary>
    /// <param name="task">The task; without phases.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">The rows that decide.</param>
    /// <param name="options">The trials' options.</param>
    /// <param name="series">What the trials share.</param>
    /// <param name="budget">How long it goes on.</param>
    /// <param name="table">The finished trials.</param>
    public RecipeSearch(
        TaskDefinition task, IReadOnlyList<LabeledTexts> train, IReadOnlyList<LabeledTexts> validation, TrainingOptions options, RunSeries series, SearchBudget budget, TrialTable table)
    {
        (_task, _rows, _options, _series, _budget, _table) = (task, train, options, series, budget, table);
        (_train, _validation) = (series.Encode(task, train), series.Encode(task, validation));
    }

    /// <summary>Searches.</summary>
    /// <param name="space">What is chosen from.</param>
    public SearchReport Run(SearchSpace space)
    {
        SearchCandidate own = Own();
        (int Number, SearchCandidate Candidate)[] candidates = [.. SearchDraw.Of(space, own, _budget.Trials, _series.Layers, _options.Seed).Select((candidate, i) => (i + 1, candidate))];
        int rounds = Rounds(candidates.Length);
        for (int round = 1; round <= rounds && !_ranOutOfTime; round++)
        {
            EncodedRows rows = Share(rounds - round);
            foreach ((int number, SearchCandidate candidate) in candidates.TakeWhile(_ => MayBegin()))
            {
                Try(number, candidate, round, rows);
            }

            SearchTrial[] ranked = [.. _trials.Where(trial => trial.Round == round).OrderByDescending(trial => MetricReading.Gain(_options.BestBy, trial.Value, 0))];
            int kept = (candidates.Length + Halving - 1) / Halving;
            candidates = [(1, own), .. ranked.Where(trial => trial.Number != 1).Take(Math.Max(1, kept)).Select(trial => (trial.Number, trial.Candidate))];
        }

        return Report();
    }

    /// <summary>Whether there is time for a trial; there is for the first.</summary>
    private bool MayBegin() => !(_ranOutOfTime = _trials.Count > 0 && _clock.Elapsed >= _budget.Time);

    private SearchReport Report()
    {
        SearchTrial own = _trials.Last(trial => trial.Number == 1);
        SearchTrial best = _trials.Where(trial => trial.Round == own.Round).Aggregate(own, (best, trial) => MetricReading.Gain(_options.BestBy, trial.Value, best.Value) > 0 ? trial : best);
        PairedDifference difference = best == own ? default : PairedDifference.Of(_task, _options.BestBy, _validation.Targets, _outputs[best], _outputs[own]);
        return new SearchReport
        {
            Task = _task.Name,
            Metric = _options.BestBy,
            Trials = _trials,
            Default = own,
            Best = best,
            Gain = difference.Gain,
            Noise = difference.Noise,
            RanOutOfTime = _ranOutOfTime,
            FrozenPasses = _passes,
        };
    }

    /// <summary>The spec's and the options' own values.</summary>
    private SearchCandidate Own()
    {
        FreezePlan freeze = _task.Freeze.Kind == FreezeKind.Auto ? new(FreezeKind.All) : _task.Freeze;
        return new SearchCandidate
        {
            HeadLearningRate = _options.HeadLearningRate,
            LearningRate = freeze.Kind == FreezeKind.All ? null : _options.EncoderLearningRate,
            Head = _task.Head,
            Freeze = freeze,
        };
    }

    /// <summary>At most three, and no more than leave each candidate enough rows.</summary>
    private int Rounds(int candidates)
    {
        int rounds = candidates >= Halving * Halving ? 3 : candidates >= Halving ? 2 : 1;
        int least = LeastRowsPerLabel * Math.Max(2, _task.Labels.Count);
        while (rounds > 1 && _rows.Count / Math.Pow(Halving, rounds - 1) < least)
        {
            rounds--;
        }

        return rounds;
    }

    /// <summary>All rows, or a third of them, or a ninth, with each label in like share.</summary>
    private EncodedRows Share(int roundsToCome)
    {
        double share = Math.Pow(Halving, -roundsToCome);
        return share == 1 ? _train : _train.Part(RowSplit.Of(_task, _rows, [share, 1 - share], _options.Seed)[0]);
    }

    private void Try(int number, SearchCandidate candidate, int round, EncodedRows rows)
    {
        var clock = Stopwatch.StartNew();
        TaskDefinition task = _task with { Head = candidate.Head, Freeze = candidate.Freeze };
        Recipe recipe = RungRecipe.For(candidate.Freeze, RungRecipe.Opened(Recipe.From(task, _options, [.. rows.Targets], hasValidation: true), _task.Freeze), hasValidation: true) with
        {
            HeadLearningRate = candidate.HeadLearningRate,
            LearningRate = candidate.LearningRate ?? _options.EncoderLearningRate,
        };
        SequenceClassifier model = _series.NewModel(task, recipe.Seed);
        string key = RunIdentification.Of(task, recipe, _options, rows, _validation, model).Hash;
        FinishedTrial? finished = _table.Find(key);
        bool isRemembered = finished is not null;
        finished ??= Train(task, recipe, model, rows, key, clock);
        if (isRemembered)
        {
            model.Dispose();
        }

        var outputs = ScoredOutputs.Of(task, _options.Thresholds, _validation.Targets, finished.Outputs);
        var trial = new SearchTrial
        {
            Number = number,
            Candidate = candidate,
            Round = round,
            TrainingRows = rows.Inputs.Count,
            Value = MetricReading.Value(outputs.Report(task, _validation), _options.BestBy),
            BestEpoch = finished.BestEpoch,
            Seconds = finished.Seconds,
            IsRemembered = isRemembered,
        };
        _trials.Add(trial);
        _outputs.Add(trial, outputs);
    }

    private FinishedTrial Train(TaskDefinition task, Recipe recipe, SequenceClassifier model, EncodedRows rows, string key, Stopwatch clock)
    {
        TrainingReport report = _series.RunOn(model, task, recipe, rows, _validation);
        using (model)
        {
            var passes = new PassCounter();
            float[][] outputs = _series.Outputs(task, model, _validation, passes, DecisionRule.Of(task));
            _passes += report.FrozenPasses + passes.Frozen;
            var finished = new FinishedTrial(key, report.BestEpoch, clock.Elapsed.TotalSeconds, outputs);
            _table.Add(finished);
            return finished;
        }
    }
}
