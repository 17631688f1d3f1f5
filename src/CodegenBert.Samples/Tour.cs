using System.Globalization;
using CodegenBert.Evaluation;
using CodegenBert.Samples.CommandLine.Progress;
using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Samples;

/// <summary>What the program does without arguments: trains the four sample tasks through their generated types, scores them, uses them, saves one and loads it.</summary>
internal sealed class Tour
{
    private readonly CancellationToken _cancellation;
    private readonly List<string> _results = [];

    private Tour(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>Takes the tour.</summary>
    /// <param name="cancellationToken">Stops at the next batch boundary.</param>
    /// <returns>The exit code.</returns>
    public static int Run(CancellationToken cancellationToken)
    {
        var tour = new Tour(cancellationToken);
        tour.Sentiment();
        tour.TicketRouting();
        tour.Entailment();
        tour.Coherence();
        Console.WriteLine($"\n{"task",-15} {"freeze",-20} {"test accuracy",13} {"majority",9} {"epochs",7} {"seconds",8}");
        tour._results.ForEach(Console.WriteLine);
        return 0;
    }

    private static string DataFile(string task, string part) => Path.Combine(AppContext.BaseDirectory, "data", task, part + ".tsv");

    /// <summary>Everything frozen: each text passes once through the encoder, and a logistic regression learns in moments.</summary>
    private void Sentiment()
    {
        Begin(SentimentDefinition.Task);
        using SentimentTrainingResult result = Show(display => new SentimentTrainer().Train(
            SentimentDataset.Read(DataFile("sentiment", "train")), SentimentDataset.Read(DataFile("sentiment", "validation")), progress: display, cancellationToken: _cancellation));
        End(SentimentDefinition.Task, result.Report, result.Classifier.Evaluate(SentimentDataset.Read(DataFile("sentiment", "test")), _cancellation));

        foreach (string text in (string[])["The soup arrived cold, twice, and nobody seemed surprised.", "I came for the view and stayed for the bread; we have booked again for May."])
        {
            SentimentPrediction prediction = result.Classifier.Predict(text);
            Console.WriteLine($"  {prediction.Label,-9} {Percent(prediction.Probability)}  {text}");
        }
    }

    /// <summary>Everything frozen, a neural network as the head; predictions are streamed, and those below 40 % are left to a person.</summary>
    private void TicketRouting()
    {
        Begin(TicketRoutingDefinition.Task);
        using TicketRoutingTrainingResult result = Show(display => new TicketRoutingTrainer().Train(
            TicketRoutingDataset.Read(DataFile("ticket-routing", "train")), TicketRoutingDataset.Read(DataFile("ticket-routing", "validation")), progress: display, cancellationToken: _cancellation));
        End(TicketRoutingDefinition.Task, result.Report, result.Classifier.Evaluate(TicketRoutingDataset.Read(DataFile("ticket-routing", "test")), _cancellation));

        TicketRoutingInput[] tickets =
        [
            new("You took the money twice this month, and the letter only explains one of the two."),
            new("The lights on the box are all red since the storm."),
            new("Nobody came between eight and twelve although I stayed at home for it."),
        ];
        foreach ((TicketRoutingInput ticket, TicketRoutingPrediction prediction) in tickets.Zip(result.Classifier.Predict(tickets, abstainBelow: 0.4f, _cancellation)))
        {
            string desk = prediction switch
            {
                { IsUndecided: true } => $"a person decides ({string.Join(" or ", prediction.Probabilities.Top(2).Select(label => label.Label))})",
                { Label: TicketRoutingLabel.TechnicalFault or TicketRoutingLabel.Appointment } => $"{prediction.Label}: the field team",
                _ => $"{prediction.Label}",
            };
            Console.WriteLine($"  {Percent(prediction.Probability)}  {ticket.Ticket} -> {desk}");
        }
    }

    /// <summary>The top two layers are trained on what the lower four said of each pair, once; the model is saved, loaded and used again.</summary>
    private void Entailment()
    {
        Begin(EntailmentDefinition.Task);
        using EntailmentTrainingResult result = Show(display => new EntailmentTrainer().Train(
            EntailmentDataset.Read(DataFile("entailment", "train")), EntailmentDataset.Read(DataFile("entailment", "validation")), progress: display, cancellationToken: _cancellation));
        End(EntailmentDefinition.Task, result.Report, result.Classifier.Evaluate(EntailmentDataset.Read(DataFile("entailment", "test")), _cancellation));

        var input = new EntailmentInput(premise: "The museum closes on Mondays, but the garden stays open.", hypothesis: "Visitors can see the garden on a Monday.");
        EntailmentPrediction before = result.Classifier.Predict(input);
        string folder = Path.Combine(Path.GetTempPath(), $"codegenbert-tour-{Environment.ProcessId}", "entailment");
        try
        {
            result.Classifier.Save(folder);
            using EntailmentClassifier loaded = EntailmentClassifier.Load(folder);
            EntailmentPrediction after = loaded.Predict(input);
            bool same = EntailmentLabels.All.All(label => before.Probabilities[label] == after.Probabilities[label]);
            Console.WriteLine($"  {input.Premise} / {input.Hypothesis}");
            Console.WriteLine($"  entailment {Percent(after.Probabilities.Entailment)}, neutral {Percent(after.Probabilities.Neutral)}, contradiction {Percent(after.Probabilities.Contradiction)}");
            Console.WriteLine($"  saved as a Hugging Face folder, loaded, predicted again: {(same ? "the very same probabilities" : "OTHER PROBABILITIES")}");
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(folder)))
            {
                Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
            }
        }
    }

    /// <summary>Full fine-tuning, in the shape of transformers' BertForSequenceClassification.</summary>
    private void Coherence()
    {
        Begin(CoherenceDefinition.Task);
        using CoherenceTrainingResult result = Show(display => new CoherenceTrainer().Train(
            CoherenceDataset.Read(DataFile("coherence", "train")), CoherenceDataset.Read(DataFile("coherence", "validation")), progress: display, cancellationToken: _cancellation));
        End(CoherenceDefinition.Task, result.Report, result.Classifier.Evaluate(CoherenceDataset.Read(DataFile("coherence", "test")), _cancellation));

        const string first = "She left the dough by the stove and went to bed.";
        foreach (string second in (string[])["By morning it had doubled and pushed the cloth off the bowl.", "The second half began with a change of goalkeeper."])
        {
            CoherencePrediction prediction = result.Classifier.Predict(first, second);
            Console.WriteLine($"  {prediction.Label,-13} {Percent(prediction.Probability)}  {first} / {second}");
        }
    }

    private static void Begin(TaskDefinition task) => Console.WriteLine($"\n=== {task.Name} ({task.SpecPath}): {task.Description}");

    private static T Show<T>(Func<TrainingDisplay, T> train) => TrainingDisplay.Run(Console.Out, Console.IsOutputRedirected ? null : Console.WindowWidth, train);

    private void End(TaskDefinition task, TrainingReport report, SingleLabelReport test)
    {
        Console.WriteLine($"\nkept epoch {report.BestEpoch} of {report.Epochs.Count}; texts through the frozen part {report.FrozenPasses.Texts}, through the trained part {report.TrainedPasses.Texts}; on the test rows:");
        Console.WriteLine(test.ToTable());
        Console.WriteLine(report.Calibration?.ToTable());
        double majority = test.Classes.Max(label => label.Support) / (double)test.Rows;
        _results.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{task.Name,-15} {task.Freeze,-20} {100 * test.Accuracy,12:F1}% {100 * majority,8:F1}% {report.Epochs.Count,7} {report.Seconds,8:F1}"));
    }

    private static string Percent(float probability) => string.Create(CultureInfo.InvariantCulture, $"{100 * probability,5:F1} %");
}
