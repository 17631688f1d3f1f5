using CodegenBert.Samples.CommandLine;
using CodegenBert.Tasks;
using CodegenBert.Tests.Data;

namespace CodegenBert.Tests.CommandLine;

public sealed class CommandLineTests : IDisposable
{
    private static readonly TaskDefinition TicketRouting = DataTasks.Define("TicketRouting", new("ticket"), "billing", "sales") with { Freeze = new(FreezeKind.All) };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codegenbert-");

    [Theory]
    [InlineData("ticket-routing")]
    [InlineData("TicketRouting")]
    [InlineData("Ticket_ROUTING")]
    public void A_task_is_known_by_its_name_in_every_spelling(string name)
    {
        string missing = Path.Combine(_folder.FullName, "train.tsv");

        AssertRefused($"{missing}: there is no such file", "train", name, "--train", missing);
    }

    [Fact]
    public void An_unknown_task_is_refused_with_those_there_are() =>
        AssertRefused("unknown task `routing`; there are sentiment, entailment, ticket-routing (--help shows how)", "train", "routing", "--train", "x");

    [Fact]
    public void A_required_option_that_is_missing_is_named() =>
        AssertRefused("Option '--model' is required. (--help shows how)", "evaluate", "sentiment", "--data", "x");

    [Theory]
    [InlineData("--epochs", "0", "--epochs takes a whole number, 1 or more; `0` is none (--help shows how)")]
    [InlineData("--batch-size", "1.5", "--batch-size takes a whole number, 1 or more; `1.5` is none (--help shows how)")]
    [InlineData("--seed", "-1", "--seed takes a whole number, 0 or more; `-1` is none (--help shows how)")]
    [InlineData("--learning-rate", "2e5", "--learning-rate takes a number above 0 and up to 1, such as 2e-5; `2e5` is none (--help shows how)")]
    [InlineData("--head-learning-rate", "NaN", "--head-learning-rate takes a number above 0 and up to 1, such as 2e-5; `NaN` is none (--help shows how)")]
    public void A_number_out_of_range_is_refused_with_the_range(string option, string value, string message) =>
        AssertRefused(message, "train", "sentiment", "--train", "x", option, value);

    [Fact]
    public void An_encoder_rate_is_refused_where_the_encoder_is_frozen() => AssertRefused(
        "--learning-rate has nothing to change: specs/TicketRouting.bert.yaml freezes the whole encoder; --head-learning-rate is the head's",
        "train", "ticket-routing", "--train", "x", "--learning-rate", "1e-5");

    [Fact]
    public void Bad_rows_stop_a_training_before_anything_is_written()
    {
        string train = Write("train.tsv", "text\tlabel\nFine.\tpositiv\n\tnegative\n");
        string json = Path.Combine(_folder.FullName, "results", "run.json");

        AssertRefused(
            $"""
            {train}:2:7: unknown label `positiv` in `label`; did you mean `positive`? Sentiment has `negative`, `positive`
            {train}:3:1: `text` is empty; each row needs a text there
            """,
            "train", "sentiment", "--train", train, "--json", json);
        Assert.Equal([train], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_folder_in_the_place_of_a_result_is_refused_before_the_training()
    {
        string train = Write("train.tsv", "text\tlabel\nFine.\tpositive\n");

        AssertRefused($"{_folder.FullName}: is a folder; a file is to be written there", "train", "sentiment", "--train", train, "--json", _folder.FullName);
    }

    [Theory]
    [InlineData("Sentiment takes one text: give --text, or --input and --output", "sentiment")]
    [InlineData("Sentiment takes one text: give --text, or --input and --output", "sentiment", "--first", "a", "--second", "b")]
    [InlineData("Entailment takes a pair of texts: give --first and --second (premise and hypothesis), or --input and --output", "entailment", "--text", "a")]
    [InlineData("Entailment takes a pair of texts: give --first and --second (premise and hypothesis), or --input and --output", "entailment", "--first", "a")]
    [InlineData("the command line: `hypothesis` is empty; each row needs a text there", "entailment", "--first", "a", "--second", "")]
    [InlineData("--input needs --output, the file that the predictions go to", "sentiment", "--input", "x")]
    [InlineData("--output goes with --input, the file of inputs", "sentiment", "--text", "a", "--output", "x")]
    [InlineData("predict takes either one input or --input, not both", "sentiment", "--text", "a", "--input", "x", "--output", "y")]
    public void A_prediction_needs_what_the_task_takes(string message, string task, params string[] options) =>
        AssertRefused(message, ["predict", task, "--model", "m", .. options]);

    [Theory]
    [InlineData("70")]
    [InlineData("NaN")]
    [InlineData("-0.1")]
    [InlineData("much")]
    public void A_bound_that_is_no_probability_is_refused(string bound) => AssertRefused(
        $"--abstain-below takes a probability from 0 to 1, such as 0.7; `{bound}` is none (--help shows how)",
        "predict", "sentiment", "--model", "m", "--text", "a", "--abstain-below", bound);

    [Fact]
    public void Help_shows_examples_of_the_command_alone()
    {
        (int exitCode, string output, string error) = Run("evaluate", "--help");

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.Contains(" evaluate ticket-routing --model models/ticket-routing --data test.tsv", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" train ticket-routing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_with_130()
    {
        using CancellationTokenSource interrupt = new();
        using StringWriter output = new();
        using StringWriter error = new() { NewLine = "\n" };

        int exitCode = TaskCommands.Run(
            [],
            new([], output, error, null, interrupt.Token),
            token =>
            {
                interrupt.Cancel();
                token.ThrowIfCancellationRequested();
                return 0;
            },
            "");

        Assert.Equal(130, exitCode);
        Assert.Equal("stopped\n", error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AssertRefused(string message, params string[] args)
    {
        (int exitCode, string output, string error) = Run(args);

        Assert.Equal($"{message}\n", error);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        CommandContext context = new([DataTasks.Sentiment, DataTasks.Entailment, TicketRouting], output, error, null, CancellationToken.None);
        int exitCode = TaskCommands.Run(args, context, _ => 0, "Fine-tunes.");
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
