using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Runtime;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using CodegenBert.Training.Reports;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Benchmarks.Costs;

/// <summary>
/// <c>memory</c>: peak resident memory and seconds a step of training a random encoder of BERT-base's sizes, in float32 and bfloat16, with kept and with recomputed
/// activations. Each in a process of its own, since a process's peak never falls.
/// </summary>
internal sealed class MemoryCommand : Command
{
    private readonly Option<int> _layers = new("--layers") { Description = "The encoder's layers.", DefaultValueFactory = _ => 12 };
    private readonly Option<int> _batch = new("--batch") { Description = "Texts in a step.", DefaultValueFactory = _ => 16 };
    private readonly Option<int> _length = new("--length") { Description = "Tokens of each text, 512 at most.", DefaultValueFactory = _ => 512 };
    private readonly Option<int> _steps = new("--steps") { Description = "Steps of the optimiser.", DefaultValueFactory = _ => 3 };
    private readonly Option<Precision?> _precision = new("--precision") { Description = "Measures this alone, in this process." };
    private readonly Option<bool> _checkpointing = new("--checkpointing") { Description = "With --precision: recomputes the layers' activations in the backward pass." };

    public MemoryCommand()
        : base("memory", "Peak memory and seconds a step of a BERT-base sized encoder, 512 tokens, batch 16.")
    {
        foreach (Option option in (Option[])[_layers, _batch, _length, _steps, _precision, _checkpointing])
        {
            Options.Add(option);
        }

        SetAction(arguments => arguments.GetValue(_precision) is { } precision
            ? Measure(precision, arguments.GetValue(_checkpointing), arguments.GetValue(_layers), arguments.GetValue(_batch), arguments.GetValue(_length), arguments.GetValue(_steps))
            : MeasureAll(arguments));
    }

    private int MeasureAll(ParseResult arguments)
    {
        foreach (Precision precision in (Precision[])[Precision.Float32, Precision.BFloat16])
        {
            foreach (bool checkpointing in (bool[])[false, true])
            {
                string[] own = [typeof(MemoryCommand).Assembly.Location, Name, _precision.Name, $"{precision}", _checkpointing.Name, $"{checkpointing}"];
                string[] sizes = [_layers.Name, Number(_layers), _batch.Name, Number(_batch), _length.Name, Number(_length), _steps.Name, Number(_steps)];
                using var process = Process.Start(new ProcessStartInfo("dotnet", [.. own, .. sizes]))!;
                process.WaitForExit();
            }
        }

        return 0;

        string Number(Option<int> option) => arguments.GetValue(option).ToString(CultureInfo.InvariantCulture);
    }

    private static int Measure(Precision precision, bool checkpointing, int layers, int batch, int length, int steps)
    {
        Device device = ComputeBackend.Prepare(ComputeDevice.Cpu, threads: null);
        using SequenceClassifier model = RandomEncoder.Create(layers);
        (model.Precision, model.RecomputesLayers) = (precision, checkpointing);
        IReadOnlyList<EncodedInput> texts = RandomEncoder.Texts(batch, length);
        var inputs = new TokenInputs(model, texts, device);
        using var optimizer = new FusedAdamW([new([.. model.TrainedParameters], 2e-5, 0.01)]);
        using var loss = new CrossEntropy(null, 0, device);
        RowTarget[] targets = [.. Enumerable.Range(0, batch).Select(row => RowTarget.Label(row % 2))];
        var rows = new EncodedRows(new(texts.Select(text => (IReadOnlyList<EncodedInput>)[text])), targets, [.. targets.Select(_ => default(RowOrigin))]);
        var step = new TrainingStep(inputs, rows, optimizer, loss, Dropout.Seeded(1), maxGradNorm: 1);
        List<double> seconds = [], losses = [];
        for (int i = 0; i < steps; i++)
        {
            var clock = Stopwatch.StartNew();
            losses.Add(step.Run([[.. Enumerable.Range(0, batch)]], 1).Loss);
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{precision}, activations {(checkpointing ? "recomputed" : "kept")}: peak resident {PeakMemory.Bytes() / 1e9:F2} GB, {seconds.Min():F1} s a step (of {steps}); losses {string.Join(", ", losses.Select(value => value.ToString("F4", CultureInfo.InvariantCulture)))}"));
        return 0;
    }
}
