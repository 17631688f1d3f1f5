using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Runtime;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Reports;

namespace CodegenBert.Tests.Training;

/// <summary>Those who are told of a run while it goes on: TensorBoard, and who listens to the meter.</summary>
public sealed class SinkTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private static readonly IReadOnlyList<LabeledTexts> Train = TinyTask.Rows(20, seed: 1), Validation = TinyTask.Rows(10, seed: 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>RFC 3720, appendix B.4: the CRC-32C of 32 bytes of zero is aa 36 91 8a; the mask is TensorFlow's (crc32c.h).</summary>
    [Fact]
    public void The_checksum_is_the_published_one()
    {
        uint unmasked = EventFile.MaskedChecksum(new byte[32]) - 0xa282ead8;

        Assert.Equal(0x8a9136aau, (unmasked >> 17) | (unmasked << 15));
    }

    /// <summary>The records are read as TensorFlow's classes, which TorchSharp brings, compiled from their .proto files.</summary>
    [Fact]
    public void TensorBoards_events_hold_each_steps_and_each_epochs_figures()
    {
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment(), Train, Validation, TinyTask.Options(encoder) with { TensorBoardFolder = _folder["runs"] });
        TrainingReport report = outcome.Report;
        Tensorboard.Event[] events = [.. Records(File.ReadAllBytes(Directory.EnumerateFiles(_folder["runs"], "events.out.tfevents.*").Single())).Select(record => Tensorboard.Event.Parser.ParseFrom(record))];

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(report.History.Select(step => (step.Step, (float)step.Loss)), Scalars(events, "train/loss"));
        Assert.Equal(report.History.Select(step => (step.Step, (float)step.LearningRate)), Scalars(events, "train/learning_rate"));
        Assert.Equal(report.History.Select(step => (step.Step, (float)step.GradientNorm)), Scalars(events, "train/gradient_norm"));
        Assert.Equal(report.Epochs.Select(epoch => (epoch.Epoch * 3, (float)epoch.TrainingLoss)), Scalars(events, "train/epoch_loss"));
        Assert.Equal(report.Epochs.Select(epoch => (epoch.Epoch * 3, (float)((SingleLabelReport)epoch.Validation!).Accuracy)), Scalars(events, "validation/accuracy"));
        Assert.All(events, one => Assert.InRange(one.WallTime, 1.7e9, 1e10));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_stops_before_the_training()
    {
        File.WriteAllText(_folder["file"], "");

        string message = Assert.Throws<TrainingException>(() => TrainerRuntime.Train(TinyTask.Sentiment(), Train, null, TinyTask.Options(encoder) with { TensorBoardFolder = _folder["file"] })).Message;

        Assert.StartsWith($"{_folder["file"]}: TensorBoard's events cannot be written there: ", message, StringComparison.Ordinal);
        Assert.EndsWith("Give another TensorBoardFolder, or none.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_meter_counts_steps_texts_tokens_and_seconds_and_tells_losses_and_figures()
    {
        // Other tests train at the same time: the task's name tells this run from theirs.
        const string name = "Metered";
        ConcurrentBag<(string Instrument, string Tag, double Value)> measured = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == TrainingMetrics.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
            where T : struct, IConvertible
        {
            if (tags[0].Key == "task" && (string?)tags[0].Value == name)
            {
                measured.Add((instrument.Name, tags.Length > 1 ? (string)tags[1].Value! : "", value.ToDouble(null)));
            }
        }

        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.Start();
        using TrainingOutcome outcome = TrainerRuntime.Train(TinyTask.Sentiment() with { Name = name }, Train, Validation, TinyTask.Options(encoder));
        TrainingReport report = outcome.Report;

        double Sum(string instrument, string tag = "") => measured.Where(one => one.Instrument == instrument && one.Tag == tag).Sum(one => one.Value);
        Assert.Equal(report.Steps, Sum("codegenbert.training.steps"));
        Assert.Equal(report.TrainedPasses.Texts, Sum("codegenbert.training.texts", "trained"));
        Assert.Equal(report.TrainedPasses.Tokens, Sum("codegenbert.training.tokens", "trained"));
        Assert.Equal(report.History.Sum(step => step.Loss), Sum("codegenbert.training.loss"), 1e-9);
        Assert.Equal(report.History.Sum(step => step.GradientNorm), Sum("codegenbert.training.gradient_norm"), 1e-6);
        Assert.Equal(report.Epochs.Sum(epoch => ((SingleLabelReport)epoch.Validation!).Accuracy), Sum("codegenbert.validation.figure", "accuracy"), 1e-9);
        Assert.InRange(Sum("codegenbert.training.duration", "train"), 0, report.Parts.Single(part => part.Part == RunPart.Train).Seconds + 1e-6);
        Assert.True(Sum("codegenbert.training.duration", "train") > 0);
    }

    private static IEnumerable<(int Step, float Value)> Scalars(Tensorboard.Event[] events, string tag) =>
        from one in events
        from value in one.Summary?.Value ?? []
        where value.Tag == tag
        select ((int)one.Step, value.SimpleValue);

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(EventFile.MaskedChecksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] data = file[(at + 12)..(at + 12 + length)];
            Assert.Equal(EventFile.MaskedChecksum(data), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            at += 16 + length;
            yield return data;
        }
    }
}
