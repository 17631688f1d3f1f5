using System.CommandLine;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Samples.CommandLine.Progress;
using CodegenBert.Tasks;

namespace CodegenBert.Samples.CommandLine;

/// <summary><c>predict</c>: classifies one input, or a file of them.</summary>
internal sealed class PredictCommand : TaskCommand
{
    private const int ShownLabels = 5;

    private readonly Option<string?> _model = Text("--model", "FOLDER", "The saved model.", required: true);
    private readonly Option<string?> _text = Text("--text", "TEXT", "The text, for a task on single texts.");
    private readonly Option<string?> _first = Text("--first", "TEXT", "The first text, for a task on pairs.");
    private readonly Option<string?> _second = Text("--second", "TEXT", "The second text, for a task on pairs.");
    private readonly Option<string?> _input = Text("--input", "FILE", "A file of inputs in place of one, with a column for each of the spec's inputs: " + DataFileText.Formats);
    private readonly Option<string?> _output = Text("--output", "FILE", "Where the inputs go with their labels and probabilities, as TSV. What is done is kept beside it, and the same command goes on after a stop.");
    private readonly Option<float?> _abstainBelow = NumberOptions.Probability("--abstain-below", "Leaves inputs undecided whose label is less probable; by default the spec's.");

    /// <summary>Makes the command.</summary>
    /// <param name="context">What it works on.</param>
    public PredictCommand(CommandContext context)
        : base("predict", "Classifies one input, or a file of them.", context) => AddOptions(_model, _text, _first, _second, _input, _output, _abstainBelow);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples { get; } =
    [
        "predict sentiment --model models/sentiment --text \"I would buy it again.\"",
        "predict entailment --model models/entailment --first \"It rains.\" --second \"The street is wet.\"",
        "predict sentiment --model models/sentiment --input reviews.tsv --output labelled.tsv",
        "predict sentiment --model models/sentiment --text \"It is what it is.\" --abstain-below 0.7",
    ];

    /// <inheritdoc />
    protected override void Run(TaskDefinition task, ParseResult arguments)
    {
        float? abstainBelow = arguments.GetValue(_abstainBelow);
        if (arguments.GetValue(_input) is { } input)
        {
            string output = OutputFor(arguments);
            using ClassifierRuntime classifier = Load(task, arguments);
            int rows = PredictFile(classifier, input, output, abstainBelow);
            Context.Output.WriteLine($"{rows} predictions written to {output}");
        }
        else
        {
            InputTexts texts = OneInput(task, arguments);
            using ClassifierRuntime classifier = Load(task, arguments);
            Show(task, classifier.Predict(texts, abstainBelow), abstainBelow ?? task.AbstainBelow);
        }
    }

    private int PredictFile(ClassifierRuntime classifier, string input, string output, float? abstainBelow)
    {
        using PredictionDisplay display = new(Context.Output, Context.TerminalWidth, TimeProvider.System);
        FilePredictionOptions options = new() { AbstainBelow = abstainBelow, Logger = new DisplayLogger(display.Say) };
        return classifier.PredictFile(input, output, options, display, Context.CancellationToken);
    }

    private ClassifierRuntime Load(TaskDefinition task, ParseResult arguments) =>
        ClassifierRuntime.Load(task, arguments.GetRequiredValue(_model)!, new() { Threads = Threads(arguments) });

    private string OutputFor(ParseResult arguments)
    {
        if (Given(arguments, _text, _first, _second))
        {
            throw new CommandException("predict takes either one input or --input, not both");
        }

        return arguments.GetValue(_output) ?? throw new CommandException("--input needs --output, the file that the predictions go to");
    }

    private InputTexts OneInput(TaskDefinition task, ParseResult arguments)
    {
        if (Given(arguments, _output))
        {
            throw new CommandException("--output goes with --input, the file of inputs");
        }

        bool pair = task.Input.Kind == InputKind.Pair;
        (Option<string?> first, Option<string?>[] others) = pair ? (_first, [_text]) : (_text, new[] { _first, _second });
        if (Given(arguments, others) || !Given(arguments, first) || (pair && !Given(arguments, _second)))
        {
            string needed = pair ? $"--first and --second ({task.Input.First} and {task.Input.Second})" : "--text";
            throw new CommandException($"{task.Name} takes {(pair ? "a pair of texts" : "one text")}: give {needed}, or --input and --output");
        }

        InputTexts texts = new(arguments.GetValue(first)!, pair ? arguments.GetValue(_second) : null);
        DatasetRuntime.Check(task, texts, "the command line");
        return texts;
    }

    private static bool Given(ParseResult arguments, params Option<string?>[] options) => options.Any(option => arguments.GetValue(option) is not null);

    private void Show(TaskDefinition task, RawPrediction prediction, float? abstainBelow)
    {
        if (prediction.IsUndecided)
        {
            Context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"undecided: no label has a probability of {abstainBelow} or more"));
        }

        (int Index, float Probability)[] likely = [.. prediction.Values.Index().OrderByDescending(one => one.Item).Take(ShownLabels)];
        int names = likely.Max(one => task.Labels[one.Index].Text.Length);
        foreach ((int index, float probability) in likely)
        {
            Context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task.Labels[index].Text.PadRight(names)}  {probability:F4}"));
        }

        if (prediction.Truncated)
        {
            Context.Output.WriteLine($"the input is longer than {task.Tokenizer.MaxLength} tokens and was cut");
        }
    }
}
